namespace RelayKit.ApiKeys;

/// <summary>Whether a key works.</summary>
public enum ApiKeyStatus
{
    /// <summary>It works.</summary>
    Active,

    /// <summary>It is switched off and can be switched on.</summary>
    Disabled,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It has ended for good.</summary>
    Revoked,
}

/// <summary>States as the API writes them.</summary>
public static class ApiKeyStatusText
{
    /// <summary>The word of a state.</summary>
    public static string Word(this ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Active => "active",
        ApiKeyStatus.Disabled => "disabled",
        ApiKeyStatus.Expired => "expired",
        _ => "revoked",
    };

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string? word, out ApiKeyStatus status)
    {
        foreach (var known in Enum.GetValues<ApiKeyStatus>())
        {
            if (known.Word() == word)
            {
                status = known;
                return true;
            }
        }

        status = default;
        return false;
    }
}
