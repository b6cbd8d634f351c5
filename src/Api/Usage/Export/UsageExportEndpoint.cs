using System.Globalization;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Usage.Export;

namespace RelayKit.Api.Usage.Export;

/// <summary>Every participant session of a range as a file: <c>/v1/usage/export</c>.</summary>
internal static class UsageExportEndpoint
{
    private static readonly RouteDoc Doc = new(
        "exportUsage",
        RouteTags.Usage,
        "Export participant sessions",
        """
        A row for each participant session that was connected between `from` and `to`, so that a bill can be added up again. `to` is clipped to now; the
        file's name has the range as it was taken. `duration_ms` is the whole of a connection, empty while it goes on, and `counted_ms` what of it lies within the
        range: over the rows with `billed` true, `counted_ms` adds up to `participant_ms` of the series and of the meter for the same range, exactly.

        Rows come in the order of `session_id`. Every participant session that was known when the export began comes once, as it is known when its row is read:
        of a range that ended some minutes ago, as it will stay unless LiveKit tells of something late. An answer that breaks off is not whole; its
        connection is then cut, and not closed in order.

        **CSV** follows RFC 4180: a line of names, fields in quotes where needed, CRLF, UTF-8. So that a spreadsheet does not run what an end user chose as a name, a
        field that begins with `=`, `+`, `-`, `@`, tab, CR, LF or `'` gets one `'` in front (OWASP, CSV injection); take one leading `'` away to have it as it
        was. JSON lines have every field as it is. `labels` is `name=value,name=value` in CSV, in the order of the names; neither names nor values have a comma.
        """)
    {
        Query =
        [
            QueryDoc.Instant("from", "Where the range begins. Left out, the beginning of the current period."),
            QueryDoc.Instant("to", "Where the range ends, not included. Left out, now."),
            QueryDoc.Mode,
            new("format", "Which format; goes before the header `Accept`. Left out, what that asks for, else csv.") { Words = ["csv", "ndjson"] },
        ],
        Headers = [new("Accept", "`application/x-ndjson` for JSON lines.") { Example = UsageNdjson.MediaType }],
        Answers =
        [
            new(200, typeof(UsageExportRow), "The file, as it is read. The schema is that of a line of JSON, whose fields are the columns of CSV.")
            {
                ContentTypes = [UsageCsv.MediaType, UsageNdjson.MediaType],
            },
        ],
        Problems = [ProblemKinds.TooManyStreams],
    };

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapGet("/usage/export", GetAsync).Costs(RouteCost.Start).Needs(Scope.UsageRead).Describe(Doc);

    private static async Task<IResult> GetAsync(HttpContext context, IUsageExportStore store, StreamPlaces places, TimeProvider time)
    {
        var errors = new FieldErrors();
        var (query, format) = UsageExportRequest.Read(context, time.GetUtcNow(), errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        using var place = places.TryTake(query.Key.Tenant, out var refusal);
        if (refusal is not null)
        {
            return refusal;
        }

        // The first page before anything is sent, so that a fault is still answered as one; after that it cuts the connection.
        await using var pages = store.ReadAsync(query, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        var isThereOne = await pages.MoveNextAsync();
        var response = context.Response;
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{FileName(query, format)}\"";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        await UsageExportWriter.WriteAsync(response.BodyWriter, format, query, pages, isThereOne, context.RequestAborted);
        return Results.Empty;
    }

    private static string FileName(UsageExportQuery query, UsageExportFormat format) => string.Create(
        CultureInfo.InvariantCulture,
        $"usage-{query.Key.Mode.Word()}-{Instant(query.FromMs)}-{Instant(Math.Max(query.FromMs, query.ToMs))}.{format.Extension}");

    /// <summary>Without colons, which not every file system takes.</summary>
    private static string Instant(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
}
