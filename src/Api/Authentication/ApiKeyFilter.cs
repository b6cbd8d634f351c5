using RelayKit.Api.Problems;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>Lets a request in when it carries a good API key, as the tenant whose key it is.</summary>
internal sealed class ApiKeyFilter(ApiKeyCache keys) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (BearerToken.Of(http) is not { } token)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new(new ProblemResult(
                ProblemKinds.MissingApiKey, "Send the API key in the header Authorization: Bearer rk_live_…."));
        }

        var found = keys.FindAsync(token);
        return found.IsCompletedSuccessfully ? LetIn(context, next, found.Result) : WaitAsync(context, next, found);
    }

    private static async ValueTask<object?> WaitAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, ValueTask<ApiKey?> found) =>
        await LetIn(context, next, await found);

    private static ValueTask<object?> LetIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next, ApiKey? key)
    {
        var http = context.HttpContext;
        if (key is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return new(new ProblemResult(
                ProblemKinds.InvalidApiKey, "The API key is mistyped, unknown, revoked or expired."));
        }

        http.Features.Set(new CurrentTenant(key.Tenant, key.Mode));
        return next(context);
    }
}
