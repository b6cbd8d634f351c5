namespace RelayKit.Events;

/// <summary>An event as it stands in a tenant's log.</summary>
/// <param name="Id">The same for the same fact, however often it is told.</param>
/// <param name="Sequence">Its number in the tenant's log: from 1 on, without gaps, in the order of commits.</param>
/// <param name="Type">One of <see cref="TenantEventTypes"/>.</param>
/// <param name="CreatedAtMs">When it happened, Unix milliseconds. Not in the order of numbers: some things are heard of late.</param>
/// <param name="Data">The event's <c>data</c> as JSON text on one line.</param>
public sealed record LoggedEvent(Guid Id, long Sequence, string Type, long CreatedAtMs, string Data)
{
    /// <summary>The mode that its data names; null for what is of both, as a tenant's suspension is.</summary>
    public Mode? Mode { get; init; }

    /// <summary>The room that its data names; null for what is of none.</summary>
    public string? Room { get; init; }
}
