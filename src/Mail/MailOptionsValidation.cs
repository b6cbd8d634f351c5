using Microsoft.Extensions.Options;
using MimeKit;

namespace RelayKit.Mail;

/// <summary>Says what is wrong with the addresses that mails come from, by the names an operator sets.</summary>
/// <param name="isSent">Whether mails are really sent, and not only written into files.</param>
internal sealed class MailOptionsValidation(bool isSent) : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(MailOptions options)
    {
        if (!IsAddress(options.From))
        {
            yield return "RelayKit__Mail__From is no address. Write 'RelayKit <no-reply@mail.example.com>', or the address alone.";
        }
        else if (isSent && options.From == MailOptions.LocalFrom)
        {
            yield return "RelayKit__Mail__From is not set. Mails are sent, so they need a sender whose domain you have verified with whoever sends them.";
        }

        if (options.ReplyTo is { } replyTo && !IsAddress(replyTo))
        {
            yield return "RelayKit__Mail__ReplyTo is no address. Leave it out, or write one.";
        }
    }

    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out var address) && address.Address.Contains('@', StringComparison.Ordinal);
}
