namespace RelayKit.Client;

/// <summary>Asks for the erasure of one end user.</summary>
internal sealed record EraseEndUser
{
    /// <summary>The identity, as join tokens named it.</summary>
    public required string Identity { get; init; }
}
