namespace RelayKit.Client;

/// <summary>The limit that a request was refused by.</summary>
public sealed record ReachedLimit
{
    /// <summary>Which limit, as in <c>GET /v1/limits</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it counts over: <c>tenant</c>, <c>label</c>, <c>room</c> or <c>session</c>.</summary>
    public LimitScope Scope { get; init; }

    /// <summary>Which label (<c>name=value</c>) or room; null for the tenant.</summary>
    public string? Subject { get; init; }

    /// <summary>The limit.</summary>
    public long Value { get; init; }

    /// <summary>What is used of it; null where that is not counted.</summary>
    public long? Used { get; init; }

    /// <summary>Who can raise it: <c>operator</c> or <c>tenant</c>.</summary>
    public LimitOwner RaisedBy { get; init; }
}
