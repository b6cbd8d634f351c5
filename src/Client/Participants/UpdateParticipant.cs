namespace RelayKit.Client;

/// <summary>Changes somebody who is connected; what is left out stays.</summary>
public sealed record UpdateParticipant
{
    /// <summary>New display name, 1 to 256 bytes. LiveKit cannot clear a name.</summary>
    public string? Name { get; init; }

    /// <summary>New metadata, up to 64 KiB. LiveKit cannot clear metadata.</summary>
    public string? Metadata { get; init; }

    /// <summary>Attributes to set, up to 64 KiB; an empty value deletes its key, keys not named stay.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>New rights by a role, in place of all the old ones; tracks that they no longer allow are unpublished.</summary>
    public string? Role { get; init; }

    /// <summary>New rights one by one, in place of all the old ones.</summary>
    public Grants? Permissions { get; init; }
}
