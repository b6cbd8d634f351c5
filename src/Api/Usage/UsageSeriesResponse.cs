using System.Globalization;
using System.Text.Json.Serialization;
using RelayKit.Bandwidth;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Api.Usage;

/// <summary>A page of a series of usage.</summary>
/// <param name="AsOf">Up to when that counts which goes on.</param>
/// <param name="Data">The points.</param>
/// <param name="NextCursor">To be given as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record UsageSeriesResponse(DateTimeOffset AsOf, IReadOnlyList<UsagePointResponse> Data, string? NextCursor)
{
    /// <param name="query">What was asked.</param>
    /// <param name="page">What was used.</param>
    /// <param name="bandwidth">The tenant's traffic by bucket; null where the series is grouped.</param>
    public static UsageSeriesResponse Of(UsageSeriesQuery query, UsageSeriesPage page, IReadOnlyDictionary<long, Traffic>? bandwidth) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(query.NowMs),
        [.. page.Points.Select(point => UsagePointResponse.Of(query, point) with { BandwidthBytes = BytesOf(bandwidth, point) })],
        page.Next is { } next ? UsageCursorText.Write(next) : null);

    private static long? BytesOf(IReadOnlyDictionary<long, Traffic>? bandwidth, UsagePoint point) =>
        bandwidth is not null && bandwidth.TryGetValue(point.FloorMs, out var traffic) ? traffic.IncomingBytes + traffic.OutgoingBytes : null;
}

/// <summary>What was used in one bucket.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, not included.</param>
/// <param name="ParticipantMs">Connected milliseconds of the kinds that are billed, or of the one that <c>kind</c> names.</param>
/// <param name="Evidence">What these rest on.</param>
internal sealed record UsagePointResponse(DateTimeOffset Start, DateTimeOffset End, long ParticipantMs, EvidenceResponse Evidence)
{
    /// <summary>The room; only where the series is grouped by it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Room { get; init; }

    /// <summary>The kind of participant; only where the series is grouped by it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>Bytes of media, in and out, estimated as in <c>GET /v1/usage</c>; only where the series is not grouped and they were measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BandwidthBytes { get; init; }

    /// <summary>The label, as <c>name=value</c>; only where the series is grouped by it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    public static UsagePointResponse Of(UsageSeriesQuery query, UsagePoint point) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(query.Buckets.StartOf(point.FloorMs)),
        DateTimeOffset.FromUnixTimeMilliseconds(query.Buckets.EndOf(point.FloorMs)),
        point.Ms,
        new EvidenceResponse(point.Ms - point.ReconciledMs - point.PresumedMs, point.ReconciledMs, point.PresumedMs))
    {
        Room = query.Grouping == UsageGrouping.Room ? point.Group : null,
        Label = query.Grouping == UsageGrouping.Label ? point.Group : null,
        Kind = query.Grouping == UsageGrouping.Kind
            ? ((ParticipantClass)int.Parse(point.Group, CultureInfo.InvariantCulture)).Word()
            : null,
    };
}
