namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>What is wrong with a webhook's token.</summary>
internal enum TokenFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is signed with another secret than the API key's.</summary>
    WrongSignature,

    /// <summary>It was made an hour ago.</summary>
    Stale,
}
