using System.Text.RegularExpressions;

namespace RelayKit.Silo.Accounts;

/// <summary>Which hashes both providers read: plain bcrypt.</summary>
internal static partial class PasswordHashForm
{
    public static bool IsBcrypt(string? hash) => hash is not null && Bcrypt().IsMatch(hash);

    [GeneratedRegex(@"^\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bcrypt();
}
