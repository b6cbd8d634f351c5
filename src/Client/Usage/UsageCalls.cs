using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RelayKit.Client;

/// <summary>The live meter, and usage over time.</summary>
public sealed class UsageCalls
{
    private const string ReadingEvent = "usage";

    private readonly Transport _transport;

    internal UsageCalls(Transport transport) => _transport = transport;

    /// <summary>The meter of the current period, as it stands now.</summary>
    /// <param name="mode">Live or test usage; left out, that of the key's own mode.</param>
    /// <param name="label">Only of whoever has this label, as <c>name=value</c>; left out, of everybody.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<UsageMeter> GetAsync(Mode? mode = null, string? label = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getUsage", "v1/usage" + new QueryText().Add("mode", mode).Add("label", label)), ClientJson.Default.UsageMeter, cancellation);

    /// <summary>The meter once a second, for as long as it is read. A stream that ends is opened again; a reader who is slow gets the newest reading.</summary>
    /// <param name="mode">Live or test usage; left out, that of the key's own mode.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<UsageMeter> StreamAsync(Mode? mode = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var call = ApiCall.Get("streamUsage", "v1/usage/stream" + new QueryText().Add("mode", mode)) with { Accept = EventFeed.MediaType };
        await foreach (var item in _transport.FollowAsync(call, cancellation).ConfigureAwait(false))
        {
            if (item.EventType == ReadingEvent)
            {
                yield return StreamData.Read(call, item.Data, ClientJson.Default.UsageMeter);
            }
        }
    }

    /// <summary>Usage by hour or day, the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, the current period by day.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<UsagePoint> SeriesAsync(UsageSeriesQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new UsageSeriesQuery();
        return _transport.AllAsync<UsageSeriesPage, UsagePoint>(cursor => SeriesCall(query, cursor), ClientJson.Default.UsageSeriesPage, cancellation);
    }

    /// <summary>One page of a series, which also says up to when that counts which goes on.</summary>
    /// <param name="query">Which series.</param>
    /// <param name="cursor">The <see cref="UsageSeriesPage.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<UsageSeriesPage> SeriesPageAsync(UsageSeriesQuery query, string? cursor = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _transport.SendAsync(SeriesCall(query, cursor), ClientJson.Default.UsageSeriesPage, cancellation);
    }

    /// <summary>Every participant session of a range, one after the other as they come: all that a bill rests on.</summary>
    /// <param name="query">Which; left out, the current period up to now.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.ConnectionFailed"/> when the export broke off, and what came of it is not all.</exception>
    public async IAsyncEnumerable<UsageExportRow> ExportAsync(
        UsageExportQuery? query = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var call = ExportCall(query, ExportFormat.Ndjson);
        using var answer = await _transport.OpenAsync(call, cancellation).ConfigureAwait(false);
        var rows = JsonSerializer
            .DeserializeAsyncEnumerable(answer.Content, ClientJson.Default.UsageExportRow, topLevelValues: true, cancellation)
            .GetAsyncEnumerator(cancellation);
        await using (rows.ConfigureAwait(false))
        {
            while (await StreamData.MoveOnAsync(call, rows).ConfigureAwait(false))
            {
                yield return rows.Current!;
            }
        }
    }

    /// <summary>The same as a file, to be stored or passed on as it is.</summary>
    /// <param name="query">Which; left out, the current period up to now.</param>
    /// <param name="format">How it is written; left out, CSV.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<UsageExportFile> OpenExportAsync(UsageExportQuery? query = null, ExportFormat? format = null, CancellationToken cancellation = default) =>
        new(await _transport.OpenAsync(ExportCall(query, format ?? ExportFormat.Csv), cancellation).ConfigureAwait(false));

    private static ApiCall ExportCall(UsageExportQuery? query, ExportFormat format) =>
        ApiCall.Get("exportUsage", "v1/usage/export" + new QueryText()
            .Add("from", query?.From).Add("to", query?.To).Add("mode", query?.Mode).Add<ExportFormat>("format", format)) with
        {
            Accept = format == ExportFormat.Ndjson ? "application/x-ndjson" : "text/csv",
        };

    private static ApiCall SeriesCall(UsageSeriesQuery query, string? cursor) => ApiCall.Get("getUsageSeries", "v1/usage/series" + new QueryText()
        .Add("from", query.From).Add("to", query.To).Add("granularity", query.Granularity).Add("group_by", query.GroupBy).Add("label", query.Label).Add("mode", query.Mode)
        .Add("limit", query.PageSize).Add("cursor", cursor));
}
