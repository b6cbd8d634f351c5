namespace RelayKit.Accounts;

/// <summary>Roles as words.</summary>
public static class AccountRoleText
{
    /// <summary>The word, as the API and the database have it.</summary>
    public static string Word(this AccountRole role) => role switch
    {
        AccountRole.Owner => "owner",
        AccountRole.Developer => "developer",
        AccountRole.Billing => "billing",
        _ => "read_only",
    };

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string? word, out AccountRole role)
    {
        (var known, role) = word switch
        {
            "owner" => (true, AccountRole.Owner),
            "developer" => (true, AccountRole.Developer),
            "billing" => (true, AccountRole.Billing),
            "read_only" => (true, AccountRole.ReadOnly),
            _ => (false, AccountRole.ReadOnly),
        };
        return known;
    }

    /// <summary>Reads a word that was written by <see cref="Word"/>.</summary>
    /// <exception cref="FormatException">It was not.</exception>
    public static AccountRole Parse(string word) => TryParse(word, out var role) ? role : throw new FormatException($"'{word}' is no role.");
}
