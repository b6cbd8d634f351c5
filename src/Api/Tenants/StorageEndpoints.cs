using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.ObjectStorage;

namespace RelayKit.Api.Tenants;

/// <summary>Where the tenant's recordings go: <c>/v1/tenant/storage</c>.</summary>
internal static class StorageEndpoints
{
    /// <summary>What a bucket that is tried can turn out to be.</summary>
    private static readonly ProblemKind[] Faults =
    [
        ProblemKinds.StorageUnreachable, ProblemKinds.StorageTimedOut, ProblemKinds.StoragePrivateAddress, ProblemKinds.StorageBadCertificate,
        ProblemKinds.StorageRedirected, ProblemKinds.StorageWrongRegion, ProblemKinds.StorageWrongKey, ProblemKinds.StorageNoBucket,
        ProblemKinds.StorageNotAllowed, ProblemKinds.StorageRoleRefused, ProblemKinds.StorageUnavailable, ProblemKinds.StorageNotS3,
    ];

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/tenant/storage", GetAsync).Costs(RouteCost.Read).Needs(Scope.TenantRead).Describe(new RouteDoc(
            "getStorage", RouteTags.Tenant, "Get where recordings go", "The tenant's own bucket, or the operator's managed storage where it has set up none. The secret is in no answer.")
        {
            Answers = [new(200, typeof(StorageResponse), "Where recordings go.")],
            Problems = [ProblemKinds.StorageNotSetUp],
        });
        tenant.MapPut("/tenant/storage", SetAsync).Costs(RouteCost.Start).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "setStorage",
            RouteTags.Tenant,
            "Set the tenant's own bucket",
            """
            Any service that speaks S3, by an access key or by a role. Before it is saved it is tried, within 10 seconds: a small file is put below the prefix, looked at and
            deleted; what fails is said, and nothing is saved. The same place with other credentials stays the same storage; another place is another one, and recordings that lie
            in the one before stay there and can be reached as long as its credentials are good.
            """)
        {
            Body = typeof(SetStorageRequest),
            Example = """{"region": "eu-central-1", "bucket": "acme-recordings", "prefix": "calls/", "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}""",
            Answers = [new(200, typeof(StorageResponse), "Where recordings go from now on.")],
            Problems = Faults,
        });
        tenant.MapPost("/tenant/storage/test", TestAsync).Costs(RouteCost.Start).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "testStorage", RouteTags.Tenant, "Test the tenant's own bucket", "Tries the bucket as it is saved, just as setting it does.")
        {
            Answers = [new(200, typeof(StorageResponse), "It is good.")],
            Problems = [ProblemKinds.StorageNotSetUp, .. Faults],
        });
        tenant.MapDelete("/tenant/storage", RemoveAsync).Costs(RouteCost.Write).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "removeStorage",
            RouteTags.Tenant,
            "Use the tenant's own bucket no more",
            "New recordings go to managed storage, where the operator offers it. What lies in the bucket stays there, and can be reached as long as its credentials are good.")
        {
            Answers = [new(204, null, "It is used no more.")],
            Problems = [ProblemKinds.StorageNotSetUp],
        });
    }

    private static async Task<IResult> GetAsync(HttpContext context, ITenantStorageSettings settings, ITenantStorages storages)
    {
        var current = CurrentTenant.Of(context);
        return await settings.GetAsync(current.Tenant, context.RequestAborted) is { } own ? Answer(StorageResponse.Of(current.Tenant, own))
            : storages.Managed(current.Tenant, current.Mode) is not null ? Answer(StorageResponse.OfManaged(current.Tenant, storages.ManagedRetention))
            : NotSetUp("The tenant has set up no bucket, and the operator offers no managed storage.");
    }

    private static async Task<IResult> SetAsync(HttpContext context, ITenantStorageSettings settings)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SetStorageRequest, (asked, errors) => StorageMapping.Check(asked, settings, errors));
        if (request is null)
        {
            return problem!;
        }

        var current = CurrentTenant.Of(context).Tenant;
        var storage = StorageMapping.ToStorage(request);
        try
        {
            return Answer(StorageResponse.Of(current, await settings.SaveAsync(current, storage, context.RequestAborted)));
        }
        catch (StorageException e)
        {
            return StorageMapping.ToProblem(e.Fault, storage.Endpoint is not null, storage.RoleArn is not null);
        }
    }

    private static async Task<IResult> TestAsync(HttpContext context, ITenantStorageSettings settings)
    {
        var current = CurrentTenant.Of(context).Tenant;
        try
        {
            return await settings.TestAsync(current, context.RequestAborted) is { } tested
                ? Answer(StorageResponse.Of(current, tested))
                : NotSetUp("The tenant has set up no bucket of its own.");
        }
        catch (StorageException e)
        {
            var saved = await settings.GetAsync(current, context.RequestAborted);
            return StorageMapping.ToProblem(e.Fault, saved?.Endpoint is not null, saved?.RoleArn is not null);
        }
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, ITenantStorageSettings settings) =>
        await settings.EndAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted)
            ? Results.NoContent()
            : NotSetUp("The tenant has set up no bucket of its own.");

    private static IResult Answer(StorageResponse response) => Results.Json(response, ApiJson.Default.StorageResponse);

    private static ProblemResult NotSetUp(string detail) => new(ProblemKinds.StorageNotSetUp, detail);
}
