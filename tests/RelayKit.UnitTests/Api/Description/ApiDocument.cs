using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RelayKit.Api;
using RelayKit.LiveKit;
using RelayKit.Storage;

namespace RelayKit.UnitTests.Api.Description;

/// <summary>The OpenAPI document, asked of the code itself: the routes are mapped, and nothing is started.</summary>
internal sealed class ApiDocument
{
    private static readonly Lazy<Task<ApiDocument>> Made = new(MakeAsync);

    private ApiDocument(string json, IReadOnlyList<RouteEndpoint> routes)
    {
        Json = json;
        Root = JsonNode.Parse(json)!.AsObject();
        Routes = routes;
    }

    public string Json { get; }

    public JsonObject Root { get; }

    public IReadOnlyList<RouteEndpoint> Routes { get; }

    public static Task<ApiDocument> GetAsync() => Made.Value;

    private static async Task<ApiDocument> MakeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["RelayKit:LiveKit:0:Url"] = "http://127.0.0.1:7880";
        builder.Configuration["RelayKit:LiveKit:0:ApiKey"] = "devkey";
        builder.Configuration["RelayKit:LiveKit:0:ApiSecret"] = "a-secret-of-at-least-32-characters";
        builder.Configuration["RelayKit:Postgres"] = "Host=127.0.0.1;Database=none";
        builder.Services.AddLiveKit(builder.Configuration);
        builder.Services.AddStores(builder.Configuration);
        builder.AddRelayKitApi();
        builder.Services.AddSingleton<Orleans.IGrainFactory>(_ => null!);
        await using var app = builder.Build();
        app.MapRelayKitApi();
        // The explorer of routes reads those that the pipeline has taken over, which otherwise happens at the start.
        app.UseEndpoints(static _ => { });
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await provider.GetOpenApiDocumentAsync();
        return new ApiDocument((await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)).ReplaceLineEndings("\n") + "\n", routes);
    }
}
