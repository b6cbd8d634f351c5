namespace RelayKit.Mail.Smtp;

/// <summary>A server that mails are handed to. Section <c>RelayKit:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Smtp";

    /// <summary>The environment variables begin with it.</summary>
    internal const string Prefix = "RelayKit__Smtp__";

    /// <summary>The server's name. With it mails are sent by SMTP.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. Default: 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>
    /// How the connection is secured. <c>starttls</c> (default): TLS is demanded once connected; <c>tls</c>: from the first byte, as port 465 has it;
    /// <c>none</c>: for a server on this very machine alone.
    /// </summary>
    public string Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Who signs in; null for nobody.</summary>
    public string? UserName { get; set; }

    /// <summary>With which password.</summary>
    public string? Password { get; set; }

    /// <summary>Seconds that a command may take. Default: 20.</summary>
    public int TimeoutSeconds { get; set; } = 20;
}

/// <summary>How a connection to an SMTP server is secured.</summary>
internal static class SmtpSecurity
{
    public const string StartTls = "starttls";
    public const string Tls = "tls";
    public const string None = "none";
}
