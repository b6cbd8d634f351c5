using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Api.Inbound;
using RelayKit.Api.Inbound.Stripe;
using RelayKit.Api.Operations;

namespace RelayKit.UnitTests.Deploy;

/// <summary>The paths that the code maps, asked of the code itself.</summary>
internal static class RoutesOfTheCode
{
    public static IReadOnlyList<string> Health { get; } = Of(HealthEndpoints.Map);

    public static string Webhook => LiveKitWebhook.Path;

    public static IReadOnlyList<string> StripeWebhooks { get; } = [StripeWebhook.Path, StripeWebhook.ThinPath];

    private static List<string> Of(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        map(app);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")];
    }
}
