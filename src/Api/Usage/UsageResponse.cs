using System.Text.Json.Serialization;
using RelayKit.Bandwidth;
using RelayKit.Billing;
using RelayKit.Recordings;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// The live meter. <c>participant_ms</c>, <c>active_participants</c> and <c>per_minute</c> are of the classes that are billed;
/// <c>by_kind</c> has all of them. <c>evidence</c> says what <c>participant_ms</c> rests on. What needs a plan or a cap is null without one.
/// </summary>
/// <param name="AsOf">The instant that it holds for.</param>
/// <param name="Period">The billing period that it counts in.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="ParticipantMs">Connected milliseconds in the period up to <c>as_of</c>.</param>
/// <param name="ParticipantMinutes">The same in minutes, not rounded.</param>
/// <param name="ActiveParticipants">How many are connected now.</param>
/// <param name="ActiveRooms">Sessions that go on now.</param>
/// <param name="PerMinute">Participant-minutes that are added each minute as things stand: the slope of the line.</param>
/// <param name="ByKind">Connected milliseconds by kind of participant.</param>
/// <param name="Evidence">What <c>participant_ms</c> rests on; null where it is not known.</param>
/// <param name="RecordingMs">Milliseconds of recordings in the period; those that go on count up to <c>as_of</c>, and their begin and end are known within seconds. Null of a label, since recordings have none, and where they cannot be read now.</param>
/// <param name="RecordingBytes">Bytes of the recordings that have ended in the period; null as above.</param>
/// <param name="StreamMs">Milliseconds of streams, as of recordings; null as above.</param>
/// <param name="BandwidthBytes">Bytes of media, in and out, as <c>bandwidth</c> has them; null where nothing measures them.</param>
/// <param name="IncludedMinutes">Minutes that the plan includes; null where it includes all of them or does not price them, in test mode, and of a label.</param>
/// <param name="OverageMinutes">Whole minutes beyond those; null as above.</param>
/// <param name="CapMinutes">Minutes at which the tenant's budget is met; null without one.</param>
/// <param name="CapReachedAt">When that will be if nothing changes, or was; null if never.</param>
/// <param name="Bandwidth">What of LiveKit's traffic is taken to be the tenant's; null where nothing measures it.</param>
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
    long? RecordingMs,
    long? RecordingBytes,
    long? StreamMs,
    long? BandwidthBytes,
    long? IncludedMinutes,
    long? OverageMinutes,
    long? CapMinutes,
    DateTimeOffset? CapReachedAt,
    BandwidthResponse? Bandwidth)
{
    private const decimal MsPerMinute = 60_000;

    /// <summary>The label whose usage it is, as <c>name=value</c>; only where one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <param name="reading">The meter.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="cap">The tenant's budget; null for none.</param>
    /// <param name="bandwidth">Its traffic; null where none was measured.</param>
    /// <param name="recorded">Its recordings and streams; null where they are not known.</param>
    /// <param name="price">What its plan asks for participant-minutes; null where it asks for nothing.</param>
    public static UsageResponse Of(
        UsageReading reading, Mode mode, UsageCap? cap = null, TenantBandwidth? bandwidth = null, RecordingUsage? recorded = null, PlanPrice? price = null)
    {
        var (usedMs, active) = (reading.BilledMs, reading.BilledActive);
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
            recorded?.Recordings.MsAt(reading.AsOfMs),
            recorded?.Recordings.Bytes,
            recorded?.Streams.MsAt(reading.AsOfMs),
            BandwidthBytes: bandwidth is null ? null : bandwidth.Media.IncomingBytes + bandwidth.Media.OutgoingBytes,
            IncludedMinutes: price?.Included,
            OverageMinutes: price?.Included is { } included ? Math.Max(0, WholeMinutes.Floor(usedMs) - included) : null,
            cap?.Minutes,
            cap?.ReachedAtMs is { } reachedAtMs ? DateTimeOffset.FromUnixTimeMilliseconds(reachedAtMs) : null,
            bandwidth is null ? null : BandwidthResponse.Of(bandwidth));
    }
}

/// <summary>
/// The tenant's share of what LiveKit's nodes take in and send. LiveKit counts bytes by node and not by participant: what a cluster's nodes moved in a
/// minute is shared out by participant time. Never a base for a bill.
/// </summary>
/// <param name="MediaIncomingBytes">Bytes of media that LiveKit took in.</param>
/// <param name="MediaOutgoingBytes">Bytes of media that it sent.</param>
/// <param name="Estimated">Always true for media.</param>
/// <param name="MeasuredUntil">Up to when it has been measured.</param>
internal sealed record BandwidthResponse(long MediaIncomingBytes, long MediaOutgoingBytes, bool Estimated, DateTimeOffset MeasuredUntil)
{
    public static BandwidthResponse Of(TenantBandwidth bandwidth) => new(
        bandwidth.Media.IncomingBytes,
        bandwidth.Media.OutgoingBytes,
        Estimated: true,
        DateTimeOffset.FromUnixTimeMilliseconds(bandwidth.MeasuredUntilMs));
}

/// <summary>A billing period.</summary>
/// <param name="Start">Its first instant.</param>
/// <param name="End">The first instant after it.</param>
internal sealed record PeriodResponse(DateTimeOffset Start, DateTimeOffset End);

/// <summary>
/// The milliseconds of <c>participant_ms</c> by what they rest on; the three add up to it. Somebody who is connected counts as
/// confirmed when LiveKit has told of the join, and as reconciled when only a look has found it.
/// </summary>
/// <param name="ConfirmedMs">LiveKit told of it.</param>
/// <param name="ReconciledMs">A look at LiveKit found it, since a webhook was missing.</param>
/// <param name="PresumedMs">Neither: an end that only looks likely.</param>
internal sealed record EvidenceResponse(long ConfirmedMs, long ReconciledMs, long PresumedMs)
{
    /// <summary>Null where the meter is of a release that does not tell them apart.</summary>
    public static EvidenceResponse? Of(UsageReading reading)
    {
        if (reading is not { ReconciledMs: { } reconciled, PresumedMs: { } presumed })
        {
            return null;
        }

        var (reconciledMs, presumedMs) = (UsageReading.Billed(reconciled), UsageReading.Billed(presumed));
        return new EvidenceResponse(UsageReading.Billed(reading.UsedMs) - reconciledMs - presumedMs, reconciledMs, presumedMs);
    }
}

/// <summary>Connected milliseconds by kind of participant.</summary>
/// <param name="Standard">People's apps.</param>
/// <param name="Sip">Telephones.</param>
/// <param name="Ingress">Streams that are fed in.</param>
/// <param name="Egress">Recorders; metered and not billed.</param>
/// <param name="Agent">Agents; metered and not billed.</param>
internal sealed record ByKindResponse(long Standard, long Sip, long Ingress, long Egress, long Agent)
{
    public static ByKindResponse Of(UsageReading reading) => new(
        reading.UsedMs[(int)ParticipantClass.Standard],
        reading.UsedMs[(int)ParticipantClass.Sip],
        reading.UsedMs[(int)ParticipantClass.Ingress],
        reading.UsedMs[(int)ParticipantClass.Egress],
        reading.UsedMs[(int)ParticipantClass.Agent]);
}
