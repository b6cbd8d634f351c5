using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// The live meter. <c>participant_ms</c>, <c>active_participants</c> and <c>per_minute</c> are of the classes that are billed;
/// <c>by_kind</c> has all of them. What needs a plan or a cap is null without one.
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
        var (usedMs, active) = (0L, 0L);
        for (var i = 0; i < ParticipantClasses.Count; i++)
        {
            if (((ParticipantClass)i).IsBilled())
            {
                usedMs += reading.UsedMs[i];
                active += reading.Active[i];
            }
        }

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
            RecordingMs: 0,
            RecordingBytes: 0,
            BandwidthBytes: null,
            IncludedMinutes: null,
            OverageMinutes: null,
            CapMinutes: null,
            CapReachedAt: null);
    }
}

/// <summary>A billing period: from <c>start</c> up to, not including, <c>end</c>.</summary>
internal sealed record PeriodResponse(DateTimeOffset Start, DateTimeOffset End);

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
