using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// The live meter. <c>participant_ms</c>, <c>active_participants</c> and <c>per_minute</c> are of the classes that are billed;
/// <c>by_kind</c> has all of them. <c>evidence</c> says what <c>participant_ms</c> rests on. What needs a plan or a cap is null without one.
/// </summary>
internal sealed record UsageResponse(
    DateTimeOffset AsOf,
    PeriodResponse Period,
    string Mode,
    long ParticipantMs,
    decimal ParticipantMinutes,
    long ActiveParticipants,
    int ActiveRooms,
    long PerMinute,
    ByKindResponse ByKind,
    EvidenceResponse? Evidence,
    long RecordingMs,
    long RecordingBytes,
    long? BandwidthBytes,
    long? IncludedMinutes,
    long? OverageMinutes,
    long? CapMinutes,
    DateTimeOffset? CapReachedAt)
{
    private const decimal MsPerMinute = 60_000;

    public static UsageResponse Of(UsageReading reading, Mode mode)
    {
        var (usedMs, active) = (Billed(reading.UsedMs), Billed(reading.Active));
        return new UsageResponse(
            DateTimeOffset.FromUnixTimeMilliseconds(reading.AsOfMs),
            new PeriodResponse(
                DateTimeOffset.FromUnixTimeMilliseconds(reading.Period.StartMs),
                DateTimeOffset.FromUnixTimeMilliseconds(reading.Period.EndMs)),
            mode.Word(),
            usedMs,
            usedMs / MsPerMinute,
            active,
            reading.ActiveSessions,
            // Each of them adds one participant-minute in a minute: the slope of the line.
            PerMinute: active,
            ByKindResponse.Of(reading),
            EvidenceResponse.Of(reading),
            RecordingMs: 0,
            RecordingBytes: 0,
            BandwidthBytes: null,
            IncludedMinutes: null,
            OverageMinutes: null,
            CapMinutes: null,
            CapReachedAt: null);
    }

    /// <summary>The sum over the classes that are billed.</summary>
    public static long Billed(ImmutableArray<long> byClass)
    {
        var sum = 0L;
        for (var i = 0; i < ParticipantClasses.Count; i++)
        {
            sum += ((ParticipantClass)i).IsBilled() ? byClass[i] : 0;
        }

        return sum;
    }
}

/// <summary>A billing period: from <c>start</c> up to, not including, <c>end</c>.</summary>
internal sealed record PeriodResponse(DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// The milliseconds of <c>participant_ms</c> by what they rest on; the three add up to it. Somebody who is connected counts as
/// confirmed when LiveKit has told of the join, and as reconciled when only a look has found it.
/// </summary>
internal sealed record EvidenceResponse(long ConfirmedMs, long ReconciledMs, long PresumedMs)
{
    /// <summary>Null where the meter is of a release that does not tell them apart.</summary>
    public static EvidenceResponse? Of(UsageReading reading)
    {
        if (reading is not { ReconciledMs: { } reconciled, PresumedMs: { } presumed })
        {
            return null;
        }

        var (reconciledMs, presumedMs) = (UsageResponse.Billed(reconciled), UsageResponse.Billed(presumed));
        return new EvidenceResponse(UsageResponse.Billed(reading.UsedMs) - reconciledMs - presumedMs, reconciledMs, presumedMs);
    }
}

/// <summary>Connected milliseconds by class.</summary>
internal sealed record ByKindResponse(long Standard, long Sip, long Ingress, long Egress, long Agent)
{
    public static ByKindResponse Of(UsageReading reading) => new(
        reading.UsedMs[(int)ParticipantClass.Standard],
        reading.UsedMs[(int)ParticipantClass.Sip],
        reading.UsedMs[(int)ParticipantClass.Ingress],
        reading.UsedMs[(int)ParticipantClass.Egress],
        reading.UsedMs[(int)ParticipantClass.Agent]);
}
