using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Inbound;
using RelayKit.Api.RateLimiting;
using RelayKit.UnitTests.Api.Description;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>What every route of the API costs.</summary>
public sealed class RouteCostTests
{
    /// <summary>Routes that set something going that works for long.</summary>
    private static readonly string[] Starts =
    [
        "exportUsage", "createExport", "downloadExport", "requestDeletion", "eraseEndUser", "startRecording", "startStream", "setStorage", "testStorage",
        "createIngress", "replayWebhooks", "createCheckout", "createPortal", "getStatement",
    ];

    private static readonly string[] Mints = ["mintToken", "mintTokens"];

    [Fact]
    public async Task Every_route_of_a_tenant_says_what_it_costs()
    {
        var silent = (await TenantRoutesAsync()).Where(route => route.Metadata.GetMetadata<RouteCost>() is null).Select(IdOf);

        Assert.True(!silent.Any(), $"Say what these cost, by .Costs(RouteCost.…): {string.Join(", ", silent)}");
    }

    [Fact]
    public async Task A_look_costs_a_read_a_change_a_write_and_the_others_are_named_here()
    {
        var routes = await TenantRoutesAsync();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.True(route.Metadata.GetMetadata<RouteCost>() == Expected(route), IdOf(route)));
        Assert.Empty(Starts.Concat(Mints).Except(routes.Select(IdOf)));
    }

    [Fact]
    public async Task No_other_route_costs_a_tenant_anything()
    {
        var others = (await ApiDocument.GetAsync()).Routes
            .Where(route => route.Metadata.GetMetadata<RequiredKey>() is var key && key != RequiredKey.Api && key != RequiredKey.Session).ToList();

        Assert.All(others, route => Assert.Null(route.Metadata.GetMetadata<RouteCost>()));
        Assert.Contains(others, route => route.RoutePattern.RawText == LiveKitWebhook.Path);
    }

    [Theory]
    [InlineData("GET", 1)]
    [InlineData("POST", 3)]
    [InlineData("DELETE", 3)]
    public void A_route_that_says_nothing_costs_what_its_method_suggests(string method, int points) =>
        Assert.Equal(points, RouteCost.Of([new HttpMethodMetadata([method])]).Points);

    [Fact]
    public void What_a_call_costs_is_known() => Assert.Equal(
        (1, 3, 10, 1), (RouteCost.Read.Points, RouteCost.Write.Points, RouteCost.Start.Points, RouteCost.Mint.Points));

    private static async Task<List<RouteEndpoint>> TenantRoutesAsync() =>
        [.. (await ApiDocument.GetAsync()).Routes.Where(route => route.Metadata.GetMetadata<RequiredKey>() == RequiredKey.Api)];

    private static RouteCost Expected(RouteEndpoint route) =>
        Mints.Contains(IdOf(route)) ? RouteCost.Mint
        : Starts.Contains(IdOf(route)) ? RouteCost.Start
        : route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.All(HttpMethods.IsGet) ? RouteCost.Read
        : RouteCost.Write;

    private static string IdOf(RouteEndpoint route) => route.Metadata.GetMetadata<RouteDoc>()?.Id ?? route.RoutePattern.RawText!;
}
