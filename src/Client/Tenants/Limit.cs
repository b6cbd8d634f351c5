namespace RelayKit.Client;

/// <summary>A limit, and what is used of it.</summary>
public sealed record Limit
{
    /// <summary><c>participants</c>, <c>live_rooms</c>, <c>participants_per_room</c>, <c>recordings</c>, <c>streams</c>, <c>recording_minutes</c>, <c>recording_bytes</c>, <c>ingresses</c>, <c>minutes</c>, or a rate: <c>api_points_per_second</c>, <c>api_burst</c>, <c>mints_per_second</c>, <c>mint_burst</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it counts over: <c>tenant</c> or <c>label</c>. Limits of single rooms are in the rooms themselves.</summary>
    public LimitScope Scope { get; init; }

    /// <summary>Which label (<c>name=value</c>); null for the tenant.</summary>
    public string? Subject { get; init; }

    /// <summary>The limit.</summary>
    public long Value { get; init; }

    /// <summary>What is used of it; null where that is not counted over the tenant.</summary>
    public long? Used { get; init; }

    /// <summary>Who can raise it: <c>operator</c> or <c>tenant</c>.</summary>
    public LimitOwner RaisedBy { get; init; }

    /// <summary>For <c>minutes</c>: what happens when they are used up; null for other limits.</summary>
    public BudgetAction? Action { get; init; }

    /// <summary>For <c>minutes</c>: when they will be used up if nothing changes, or were; null if never.</summary>
    public DateTimeOffset? ReachedAt { get; init; }
}
