using System.Text;

namespace RelayKit.Accounts;

/// <summary>
/// Which passwords are taken: 12 characters at the least, 72 bytes at the most (bcrypt reads no further), not one that everybody tries
/// first, and not the person's own address or organisation. Nothing is asked of digits or signs.
/// </summary>
public static class PasswordRules
{
    /// <summary>The fewest characters (code points).</summary>
    public const int MinLength = 12;

    /// <summary>The most bytes in UTF-8.</summary>
    public const int MaxBytes = 72;

    /// <summary>Shorter pieces of an address or a name are in many good passwords.</summary>
    private const int ShortestPiece = 4;

    /// <summary>What has to change; null for a password that is taken. Never has the password in it.</summary>
    /// <param name="password">The password.</param>
    /// <param name="email">Whose it is to be.</param>
    /// <param name="organization">The organisation's name; null where it is not known.</param>
    public static string? FaultOf(string password, EmailAddress email, string? organization)
    {
        if (FaultOfForm(password) is { } fault)
        {
            return fault;
        }

        var folded = Fold(password);
        return CommonPasswords.Has(folded) ? "is one of those that are tried first; take another one"
            : IsMostly(folded, Fold(email.LocalPart)) || IsMostly(folded, Fold(email.Text)) || IsMostly(folded, Fold(organization ?? ""))
                ? "is too close to the address or the organisation; take another one"
                : null;
    }

    /// <summary>As <see cref="FaultOf"/>, of what can be said without knowing whose it is.</summary>
    public static string? FaultOfForm(string password)
    {
        if (!StorableText.IsStorable(password))
        {
            return "has to be text without the character U+0000 or half a surrogate pair";
        }

        return Encoding.UTF8.GetByteCount(password) > MaxBytes ? $"has to be at most {MaxBytes} bytes in UTF-8"
            : password.EnumerateRunes().Count() < MinLength ? $"has to have at least {MinLength} characters"
            : null;
    }

    /// <summary>Letters and digits alone, in lower case.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return folded.ToString();
    }

    /// <summary>Whether little is left of the password without the piece.</summary>
    private static bool IsMostly(string password, string piece) =>
        piece.Length >= ShortestPiece
        && password.Contains(piece, StringComparison.Ordinal)
        && password.Replace(piece, "", StringComparison.Ordinal).Length < ShortestPiece;
}
