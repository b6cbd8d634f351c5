using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RelayKit.Accounts;

/// <summary>
/// An e-mail address that mail can be sent to. Two that differ in case alone are the same. <see cref="ToString"/> does not show it, so that
/// no log can hold it.
/// </summary>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>The most characters (RFC 5321 takes no longer path).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;

    private EmailAddress(string text)
    {
        Text = text;
        Key = text.ToLower(CultureInfo.InvariantCulture);
    }

    /// <summary>The address as it was written.</summary>
    public string Text { get; }

    /// <summary>What it is compared and found by.</summary>
    public string Key { get; }

    /// <summary>What stands before the <c>@</c>.</summary>
    public string LocalPart => Text[..Text.LastIndexOf('@')];

    /// <summary>
    /// Reads an address: ASCII without spaces or quotes, one <c>@</c>, a domain of labels. Quoted local parts and addresses of IP literals,
    /// which nobody signs up with, are refused.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = text is { Length: > 2 and <= MaxLength } && text.IndexOf('@', StringComparison.Ordinal) is > 0 and <= MaxLocalLength and var at
            && IsLocalPart(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1))
            ? new EmailAddress(text)
            : null;
        return address is not null;
    }

    /// <summary>Reads an address that was read before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("What was kept is no e-mail address.");

    /// <inheritdoc/>
    public bool Equals(EmailAddress? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>Not the address.</summary>
    public override string ToString() => "(an e-mail address)";

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        foreach (var c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }
}
