using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Privacy;

namespace RelayKit.Api.Privacy;

/// <summary>Archives of all that is kept of a tenant: <c>/v1/privacy/exports</c>.</summary>
internal static class ExportEndpoints
{
    private const string MediaType = "application/zip";

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/privacy/exports", CreateAsync).Costs(RouteCost.Start).Needs(Scope.PrivacyWrite).Audited().WorksWhenTerminated().Describe(new RouteDoc(
            "createExport",
            RouteTags.Privacy,
            "Export all that is kept of the tenant",
            "Has an archive made: a zip with a file of JSON lines for each table, a manifest with the SHA-256 of each, and a README. It is of one instant. It can be fetched for 24 hours, or until a newer one is ready; one is made at a time.")
        {
            Answers = [new(202, typeof(ExportResponse), "It is being made.")],
            Problems = [ProblemKinds.ExportInProgress],
        });
        tenant.MapGet("/privacy/exports", ListAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "listExports", RouteTags.Privacy, "List exports", "Those that were asked for last first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<ExportResponse>), "A page of exports.")],
        });
        tenant.MapGet("/privacy/exports/{export}", GetAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "getExport", RouteTags.Privacy, "Get an export", "How far it is.")
        {
            Answers = [new(200, typeof(ExportResponse), "The export.")],
            Problems = [ProblemKinds.ExportNotFound],
        });
        tenant.MapGet("/privacy/exports/{export}/download", DownloadAsync).Costs(RouteCost.Start).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "downloadExport", RouteTags.Privacy, "Fetch an export's archive", "The zip. Its length and SHA-256 are those that the export says.")
        {
            Answers = [new(200, typeof(Stream), "The archive.") { ContentTypes = [MediaType] }],
            Problems = [ProblemKinds.ExportNotFound, ProblemKinds.ExportNotReady, ProblemKinds.ExportExpired],
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IExportStore store, TimeProvider time)
    {
        var export = await store.RequestAsync(
            CurrentTenant.Of(context).Tenant, IdempotentRequest.Of(context, time).Id("export"), time.GetUtcNow(), context.RequestAborted);
        return export is null
            ? new ProblemResult(ProblemKinds.ExportInProgress, "An export is being made. GET /v1/privacy/exports says how far it is.")
            : Results.Json(ExportResponse.Of(export), ApiJson.Default.ExportResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IExportStore store)
    {
        if (PageRequest.Refuse(context, PublicId.Export, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var found = await store.ListAsync(CurrentTenant.Of(context).Tenant, limit + 1, before, context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.Export, static item => item.Id, ExportResponse.Of),
            ApiJson.Default.PageExportResponse);
    }

    private static async Task<IResult> GetAsync(string export, HttpContext context, IExportStore store) =>
        await FindAsync(export, context, store) is { } found
            ? Results.Json(ExportResponse.Of(found), ApiJson.Default.ExportResponse)
            : NotFound();

    private static async Task<IResult> DownloadAsync(string export, HttpContext context, IExportStore store)
    {
        if (await FindAsync(export, context, store) is not { } found)
        {
            return NotFound();
        }

        switch (found.State)
        {
            case ExportState.Ready:
                await WriteAsync(context, store, found);
                return Results.Empty;
            case ExportState.Expired:
                return new ProblemResult(ProblemKinds.ExportExpired, "The archive was removed: its 24 hours are over, or a newer one has taken its place. Ask for a new one.");
            default:
                return new ProblemResult(ProblemKinds.ExportNotReady, $"The export is {found.State.Word()}. GET /v1/privacy/exports/{export} says how far it is.");
        }
    }

    private static async Task WriteAsync(HttpContext context, IExportStore store, Export export)
    {
        // The first piece before anything is sent, so that a fault is still answered as one; after that it cuts the connection.
        await using var pieces = store.ReadAsync(export.Tenant, export.Id, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        var isThereOne = await pieces.MoveNextAsync();
        var response = context.Response;
        response.ContentType = MediaType;
        response.ContentLength = export.Bytes;
        response.Headers.ContentDisposition = $"attachment; filename=\"{PublicId.Format(PublicId.Export, export.Id)}.zip\"";
        response.Headers.CacheControl = "no-store";
        for (; isThereOne; isThereOne = await pieces.MoveNextAsync())
        {
            await response.Body.WriteAsync(pieces.Current, context.RequestAborted);
        }
    }

    private static async Task<Export?> FindAsync(string text, HttpContext context, IExportStore store) =>
        PublicId.TryParse(PublicId.Export, text, out var id) ? await store.FindAsync(CurrentTenant.Of(context).Tenant, id, context.RequestAborted) : null;

    private static ProblemResult NotFound() => new(ProblemKinds.ExportNotFound, "There is no such export. List them with GET /v1/privacy/exports.");
}
