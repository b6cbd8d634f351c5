namespace RelayKit.Client;

/// <summary>How far a request came that did not succeed.</summary>
internal enum Reach
{
    /// <summary>Nothing was carried out: it was not sent, or it was refused.</summary>
    Nothing,

    /// <summary>Nobody knows: it was sent, and there is no answer that would say.</summary>
    Unknown,
}
