using System.Net;
using Microsoft.Extensions.Options;

namespace RelayKit.Mail.Smtp;

/// <summary>Says everything that is wrong with the settings at once, by the names an operator sets. The password is never quoted.</summary>
internal sealed class SmtpOptionsValidation : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(SmtpOptions options)
    {
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            yield return $"{SmtpOptions.Prefix}Host is no name of a server.";
        }

        if (options.Port is < 1 or > IPEndPoint.MaxPort)
        {
            yield return $"{SmtpOptions.Prefix}Port has to be from 1 to {IPEndPoint.MaxPort}.";
        }

        if (options.Security is not (SmtpSecurity.StartTls or SmtpSecurity.Tls or SmtpSecurity.None))
        {
            yield return $"{SmtpOptions.Prefix}Security has to be '{SmtpSecurity.StartTls}', '{SmtpSecurity.Tls}' or '{SmtpSecurity.None}'.";
        }
        else if (options.Security == SmtpSecurity.None && !IsThisMachine(options.Host))
        {
            yield return $"{SmtpOptions.Prefix}Security is '{SmtpSecurity.None}', which is taken for a server on this machine alone: mails have tokens in them.";
        }

        if (string.IsNullOrEmpty(options.UserName) != string.IsNullOrEmpty(options.Password))
        {
            yield return $"{SmtpOptions.Prefix}UserName and {SmtpOptions.Prefix}Password go together: set both or neither.";
        }

        if (options.TimeoutSeconds is < 1 or > 40)
        {
            yield return $"{SmtpOptions.Prefix}TimeoutSeconds has to be from 1 to 40.";
        }
    }

    private static bool IsThisMachine(string? host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
