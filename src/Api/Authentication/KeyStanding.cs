namespace RelayKit.Api.Authentication;

/// <summary>What a process knows of an API key before it asks PostgreSQL.</summary>
internal enum KeyStanding
{
    /// <summary>Nothing: whoever sends it may be guessing.</summary>
    Unheard,

    /// <summary>It was good a while ago, or is being looked up for another request just now.</summary>
    Likely,

    /// <summary>It is good.</summary>
    Good,

    /// <summary>It is mistyped, unknown, revoked or expired.</summary>
    Bad,
}
