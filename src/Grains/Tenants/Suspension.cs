namespace RelayKit.Tenants;

/// <summary>A tenant is stopped: no join token is minted, and what goes on ends at an instant that was told.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why, in words that the tenant reads.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Suspension")]
public sealed record Suspension([property: Id(0)] DateTimeOffset Since, [property: Id(1)] string Reason)
{
    /// <summary>
    /// When sessions that go on are ended, and from when on those that a token from before begins; null as earlier releases wrote it: never.
    /// </summary>
    [Id(2)]
    public DateTimeOffset? SessionsEndAt { get; init; }
}

/// <summary>What is asked for when a tenant is to be suspended.</summary>
/// <param name="Reason">Why, in words that the tenant reads.</param>
/// <param name="Grace">How long sessions may still go on; none, and they end at once.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.NewSuspension")]
public sealed record NewSuspension([property: Id(0)] string Reason, [property: Id(1)] TimeSpan Grace)
{
    /// <summary>The suspension that holds after this was asked for: asked for again, it keeps its beginning, and the end of sessions only comes nearer.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="current">The suspension that holds; null for none.</param>
    public Suspension After(Suspension? current, DateTimeOffset now)
    {
        var endsAt = now + Grace;
        return new Suspension(current?.Since ?? now, Reason)
        {
            SessionsEndAt = current?.SessionsEndAt is { } earlier && earlier < endsAt ? earlier : endsAt,
        };
    }
}
