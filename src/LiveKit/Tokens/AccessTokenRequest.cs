namespace RelayKit.LiveKit;

/// <summary>What an access token is to say. What is null, empty or false is left out of the token, as LiveKit's own SDKs do.</summary>
public sealed record AccessTokenRequest
{
    /// <summary>
    /// How long the token opens new connections and calls; more than zero, parts of a second are rounded up. A participant that is
    /// connected stays so when it ends. LiveKit sets no upper bound and cannot revoke a token, so keep it short.
    /// </summary>
    public required TimeSpan Ttl { get; init; }

    /// <summary>From when the token is valid; null is now. LiveKit allows clocks to differ by a minute.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Who joins, up to 256 bytes (claim <c>sub</c>); needed to join, absent from tokens for the server's API.</summary>
    public string? Identity { get; init; }

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>What kind of client joins.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>LiveKit's lower-case names of details of the kind, such as <c>cloud_agent</c>.</summary>
    public IReadOnlyList<string> KindDetails { get; init; } = [];

    /// <summary>Free text about the participant.</summary>
    public string? Metadata { get; init; }

    /// <summary>Keys and values about the participant.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Standard base64 of the SHA-256 of the body that the token goes with: how LiveKit signs webhooks.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Rights on rooms.</summary>
    public VideoGrant? Video { get; init; }

    /// <summary>Rights on telephony.</summary>
    public SipGrant? Sip { get; init; }

    /// <summary>Rights on LiveKit Cloud's agents.</summary>
    public AgentGrant? Agent { get; init; }

    /// <summary>Rights on LiveKit Cloud's inference.</summary>
    public InferenceGrant? Inference { get; init; }

    /// <summary>Rights on LiveKit Cloud's observability.</summary>
    public ObservabilityGrant? Observability { get; init; }

    /// <summary>What the room is to be if this join brings it to life.</summary>
    public RoomConfiguration? RoomConfig { get; init; }

    /// <summary>Name of a room configuration on the server to use if this join brings the room to life.</summary>
    public string? RoomPreset { get; init; }
}
