using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Hardening;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using Scalar.AspNetCore;

namespace RelayKit.Api.Description;

/// <summary>The OpenAPI 3.1 document of the API, generated from its routes, and the pages that show it.</summary>
internal static class ApiDescription
{
    private const string DocumentName = "v1";

    /// <summary>Adds what the document is made by.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(DocumentName, static openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.ShouldInclude = static route => route.ActionDescriptor.EndpointMetadata.OfType<RouteDoc>().Any();
            openApi.AddSchemaTransformer<SchemaDescriber>();
            openApi.AddOperationTransformer<OperationDescriber>();
            openApi.AddDocumentTransformer(static (document, _, _) =>
            {
                Introduce(document);
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>Maps <c>/openapi/v1.json</c>, <c>/docs</c> and <c>/docs/errors</c>; whoever reads them has no key, and is limited by address.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").TakeAddressPoints();
        pages.MapOpenApi("/openapi/{documentName}.json");
        pages.MapScalarApiReference("/docs", static (scalar, context) =>
        {
            // It would load fonts from, and report to, somebody else's servers.
            scalar.WithNonce(PageSecurity.AllowReference(context)).DisableDefaultFonts().DisableAgent().DisableTelemetry();
            scalar.Title = "RelayKit API";
            scalar.OpenApiRoutePattern = "/openapi/{documentName}.json";
            scalar.DocumentDownloadType = DocumentDownloadType.Json;
        });
        ErrorPage.Map(pages);
    }

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RelayKit API",
            Version = "1",
            Description = Introduction.Text,
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };

        // Wherever the document was fetched from: the API behind a proxy does not know its own address.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [RequiredKey.Api.Scheme] = Bearer("An API key of the tenant's: `rk_live_…` or `rk_test_…`."),
            [RequiredKey.Session.Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = "An account's session, as `POST /v1/auth/signin` sets it. A request that changes something also needs `Origin` or `Sec-Fetch-Site` of the same host; one with a header `Authorization` is judged by that alone. Live mode, unless the query parameter `mode` or the header `RelayKit-Mode` is `test`.",
            },
            [RequiredKey.Operator.Scheme] = Bearer("The operator's key, as `RelayKit__OperatorKey` configures it."),
        };
    }

    private static OpenApiSecurityScheme Bearer(string description) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };
}
