using Microsoft.AspNetCore.Routing;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Description;
using RelayKit.UnitTests.Api.Description;

namespace RelayKit.UnitTests.Api.AuditLog;

/// <summary>What changes a tenant, or is the operator's, is audited; a new route cannot be forgotten.</summary>
public sealed class AuditedRoutesTests
{
    /// <summary>Where routes begin by which a tenant is administered.</summary>
    private static readonly string[] Administration =
        ["/v1/operator/", "/v1/tenant", "/v1/roles", "/v1/api-keys", "/v1/accounts", "/v1/invitations", "/v1/privacy/"];

    [Fact]
    public async Task Whatever_changes_something_of_the_operators_or_a_tenants_administration_is_audited()
    {
        var forgotten = (await RoutesAsync())
            .Where(route => IsUnsafe(route) && Administration.Any(prefix => PathOf(route).StartsWith(prefix, StringComparison.Ordinal)))
            .Where(route => route.Metadata.GetMetadata<Audited>() is null)
            .Select(PathOf);

        Assert.Empty(forgotten);
    }

    [Fact]
    public async Task What_only_reads_is_not()
    {
        var audited = (await RoutesAsync()).Where(route => route.Metadata.GetMetadata<Audited>() is not null).ToList();

        Assert.True(audited.Count >= 9, "audited routes were found");
        Assert.All(audited, route => Assert.True(IsUnsafe(route), PathOf(route)));
    }

    private static async Task<IEnumerable<RouteEndpoint>> RoutesAsync() =>
        (await ApiDocument.GetAsync()).Routes.Where(route => route.Metadata.GetMetadata<RouteDoc>() is not null);

    private static bool IsUnsafe(RouteEndpoint route) =>
        route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS"));

    private static string PathOf(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');
}
