namespace RelayKit.LiveKit;

/// <summary>A change to a participant; what is null stays as it is.</summary>
public sealed record ParticipantUpdate
{
    /// <summary>New display name, up to 256 bytes. LiveKit cannot clear a name: empty leaves it.</summary>
    public string? Name { get; init; }

    /// <summary>New metadata, up to 512 KiB. LiveKit cannot clear metadata: empty leaves them.</summary>
    public string? Metadata { get; init; }

    /// <summary>Keys to set; an empty value deletes its key, keys not named stay.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>New permissions, which replace all the old ones; tracks that they no longer allow are unpublished.</summary>
    public ParticipantPermissions? Permissions { get; init; }
}
