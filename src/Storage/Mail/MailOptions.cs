using System.ComponentModel.DataAnnotations;

namespace RelayKit.Storage.Mail;

/// <summary>Where mails go.</summary>
public sealed class MailOptions
{
    internal const string Section = "RelayKit:Mail";

    /// <summary><c>RelayKit:Mail:Directory</c>: the directory that mails are written to, one file each; made where it is missing.</summary>
    [Required(ErrorMessage = "RelayKit__Mail__Directory is empty. Leave it out for .relaykit/mail, or name a directory.")]
    public string Directory { get; init; } = Path.Combine(".relaykit", "mail");

    /// <summary><c>RelayKit:Mail:From</c>: the sender that mails name.</summary>
    [Required(ErrorMessage = "RelayKit__Mail__From is empty. Leave it out, or give an address.")]
    public string From { get; init; } = "RelayKit <no-reply@localhost>";
}
