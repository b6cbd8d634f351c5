using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Api.Events;

/// <summary>A place in the log, as a request names it.</summary>
/// <param name="After">The number of the last event before it; 0 for the oldest that is told of, null for the end.</param>
/// <param name="Pointer">What named it, for the answer if it is none.</param>
internal sealed record EventPlace(long? After, string Pointer)
{
    /// <summary>
    /// Whether what has grown too old meanwhile is passed over, as a walk through pages does that began at the oldest. Else it is said: whoever
    /// keeps a copy of the log has to know that it lacks something.
    /// </summary>
    public bool GoesOnWithTheOldest { get; init; }

    /// <summary>What reads on from here, or what to answer instead.</summary>
    public async Task<(EventStart? Start, ProblemResult? Problem)> FindAsync(
        IEventLog log, TenantId tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        var horizonMs = EventRetention.HorizonMs(now);
        var view = await log.LookAsync(tenant, After ?? 0, cancellation);
        if (After is not { } after)
        {
            return (new EventStart(view.End, 0, view.End), null);
        }

        if (after > view.End)
        {
            var errors = new FieldErrors();
            errors.Add(Pointer, $"is beyond the end of the log, which is at {view.End}; give the sequence that an event of this tenant has");
            return (null, errors.ToProblem());
        }

        if (after > 0 && !(view.NextCreatedAtMs < horizonMs))
        {
            return (new EventStart(after, 0, view.End), null);
        }

        return after > 0 && !GoesOnWithTheOldest
            ? (null, new ProblemResult(
                ProblemKinds.EventsExpired,
                $"Events after {after} are older than {EventRetention.Visible.Days} days and no longer told of. Begin with after=0; what you have lacks some."))
            : (new EventStart(Math.Max(after, await log.FindPlaceAsync(tenant, horizonMs, cancellation)), horizonMs, view.End), null);
    }
}

/// <summary>Where reading begins.</summary>
/// <param name="Place">The place.</param>
/// <param name="SinceMs">What happened before this instant is left out, Unix milliseconds; 0 for nothing.</param>
/// <param name="End">Where the log ends.</param>
internal sealed record EventStart(long Place, long SinceMs, long End);
