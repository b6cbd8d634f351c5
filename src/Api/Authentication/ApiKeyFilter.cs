using RelayKit.Api.Problems;

namespace RelayKit.Api.Authentication;

/// <summary>Lets a request in when it carries a good API key, as the tenant whose key it is.</summary>
internal sealed class ApiKeyFilter(ApiKeyCache keys) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (BearerToken.Of(http) is not { } token)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new ProblemResult(
                StatusCodes.Status401Unauthorized, "missing_api_key", "Send the API key in the header Authorization: Bearer rk_live_….");
        }

        if (await keys.FindAsync(token) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return new ProblemResult(
                StatusCodes.Status401Unauthorized, "invalid_api_key", "The API key is mistyped, unknown, revoked or expired.");
        }

        http.Features.Set(new CurrentTenant(key.Tenant, key.Mode));
        return await next(context);
    }
}
