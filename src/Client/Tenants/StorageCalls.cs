namespace RelayKit.Client;

/// <summary>Where the tenant's recordings go.</summary>
public sealed class StorageCalls
{
    private readonly Transport _transport;

    internal StorageCalls(Transport transport) => _transport = transport;

    /// <summary>The tenant's own bucket, or the operator's managed storage where it has set up none.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.StorageNotSetUp"/>: neither is there.</exception>
    public Task<Storage> GetAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getStorage", "v1/tenant/storage"), ClientJson.Default.Storage, cancellation);

    /// <summary>Sets the tenant's own bucket, after it was tried for real: what fails is said by an error of its own, and nothing is saved.</summary>
    /// <param name="storage">The bucket, with what opens it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Storage> SetAsync(SetStorage storage, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Put("setStorage", "v1/tenant/storage", storage, ClientJson.Default.SetStorage), ClientJson.Default.Storage, cancellation);

    /// <summary>Tries the tenant's own bucket as it is saved.</summary>
    /// <param name="idempotencyKey">What makes repetitions one; left out, one that is made up.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Storage> TestAsync(string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("testStorage", "v1/tenant/storage/test", idempotencyKey), ClientJson.Default.Storage, cancellation);

    /// <summary>Uses the tenant's own bucket no more; what lies in it stays.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task RemoveAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("removeStorage", "v1/tenant/storage"), cancellation);
}
