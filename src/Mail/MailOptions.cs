using System.ComponentModel.DataAnnotations;

namespace RelayKit.Mail;

/// <summary>Whom mails come from, and where they go without a provider. Section <c>RelayKit:Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Mail";

    /// <summary>The sender unless one is set: good for files alone.</summary>
    public const string LocalFrom = "RelayKit <no-reply@localhost>";

    /// <summary>The directory that mails are written to, one file each, where neither Resend nor SMTP is set; made where it is missing. Default: <c>.relaykit/mail</c>.</summary>
    [Required(ErrorMessage = "RelayKit__Mail__Directory is empty. Leave it out for .relaykit/mail, or name a directory.")]
    public string Directory { get; set; } = Path.Combine(".relaykit", "mail");

    /// <summary>The sender that mails name, such as <c>RelayKit &lt;no-reply@mail.example.com&gt;</c>. Required where mails are really sent.</summary>
    [Required(ErrorMessage = "RelayKit__Mail__From is empty. Leave it out, or give an address.")]
    public string From { get; set; } = LocalFrom;

    /// <summary>Where replies go. Default: to the sender.</summary>
    public string? ReplyTo { get; set; }
}
