namespace RelayKit.Client;

/// <summary>Asks for the deletion of the tenant.</summary>
internal sealed record RequestDeletion
{
    /// <summary>The organisation's name.</summary>
    public required string Confirm { get; init; }
}
