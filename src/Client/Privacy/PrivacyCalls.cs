namespace RelayKit.Client;

/// <summary>Privacy rights: to have all that is kept, to have an end user erased, to have the tenant deleted.</summary>
public sealed class PrivacyCalls
{
    private readonly Transport _transport;

    internal PrivacyCalls(Transport transport) => _transport = transport;

    /// <summary>Has an archive made of all that is kept of the tenant.</summary>
    /// <param name="idempotencyKey">What makes repetitions one; left out, one that is made up.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Export> CreateExportAsync(string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("createExport", "v1/privacy/exports", idempotencyKey), ClientJson.Default.Export, cancellation);

    /// <summary>Exports, those that were asked for last first, the next page only when it is wanted.</summary>
    /// <param name="pageSize">How many are read at once, 1 to 100; left out, what the server takes.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Export> ListExportsAsync(int? pageSize = null, CancellationToken cancellation = default) =>
        _transport.AllAsync<Page<Export>, Export>(
            cursor => ApiCall.Get("listExports", "v1/privacy/exports" + new QueryText().Add("limit", pageSize).Add("cursor", cursor)),
            ClientJson.Default.PageExport,
            cancellation);

    /// <summary>How far an export is.</summary>
    /// <param name="export">Its id: <c>exp_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Export> GetExportAsync(string export, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Get("getExport", $"v1/privacy/exports/{PathSegment.Of(export, nameof(export))}"), ClientJson.Default.Export, cancellation);

    /// <summary>An export's archive, as it comes.</summary>
    /// <param name="export">Its id: <c>exp_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ExportArchive> OpenExportAsync(string export, CancellationToken cancellation = default) => new(await _transport.OpenAsync(
        ApiCall.Get("downloadExport", $"v1/privacy/exports/{PathSegment.Of(export, nameof(export))}/download") with { Accept = "application/zip" },
        cancellation).ConfigureAwait(false));

    /// <summary>Terminates the tenant, to be erased after 30 days in which it can be undone.</summary>
    /// <param name="confirm">The organisation's name, typed again.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, one that is made up.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Deletion> RequestDeletionAsync(string confirm, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("requestDeletion", "v1/privacy/deletion", new RequestDeletion { Confirm = confirm }, ClientJson.Default.RequestDeletion, idempotencyKey),
        ClientJson.Default.Deletion,
        cancellation);

    /// <summary>The deletion that stands.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<Deletion> GetDeletionAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getDeletion", "v1/privacy/deletion"), ClientJson.Default.Deletion, cancellation);

    /// <summary>Undoes the deletion that stands.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task CancelDeletionAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("cancelDeletion", "v1/privacy/deletion"), cancellation);

    /// <summary>Restricts what is done with the tenant's data.</summary>
    /// <param name="scope"><c>analysis</c>: what goes beyond the service and its bill; <c>all</c>: minting join tokens as well.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Restriction> SetRestrictionAsync(string scope, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Put("setRestriction", "v1/privacy/restriction", new SetRestriction { Scope = scope }, ClientJson.Default.SetRestriction),
        ClientJson.Default.Restriction,
        cancellation);

    /// <summary>The restriction that holds.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<Restriction> GetRestrictionAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getRestriction", "v1/privacy/restriction"), ClientJson.Default.Restriction, cancellation);

    /// <summary>Lifts the restriction.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task LiftRestrictionAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("liftRestriction", "v1/privacy/restriction"), cancellation);

    /// <summary>Takes an end user out of all that is kept; minutes and bills stay as they are.</summary>
    /// <param name="identity">The identity, as join tokens named it.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, one that is made up.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EndUserErasure> EraseEndUserAsync(string identity, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("eraseEndUser", "v1/privacy/erasures", new EraseEndUser { Identity = identity }, ClientJson.Default.EraseEndUser, idempotencyKey),
        ClientJson.Default.EndUserErasure,
        cancellation);

    /// <summary>Erasures of end users, the newest first, the next page only when it is wanted.</summary>
    /// <param name="pageSize">How many are read at once, 1 to 100; left out, what the server takes.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<EndUserErasure> ListErasuresAsync(int? pageSize = null, CancellationToken cancellation = default) =>
        _transport.AllAsync<Page<EndUserErasure>, EndUserErasure>(
            cursor => ApiCall.Get("listErasures", "v1/privacy/erasures" + new QueryText().Add("limit", pageSize).Add("cursor", cursor)),
            ClientJson.Default.PageEndUserErasure,
            cancellation);

    /// <summary>One erasure with its certificate.</summary>
    /// <param name="erasure">Its id: <c>ers_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EndUserErasure> GetErasureAsync(string erasure, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Get("getErasure", $"v1/privacy/erasures/{PathSegment.Of(erasure, nameof(erasure))}"), ClientJson.Default.EndUserErasure, cancellation);
}
