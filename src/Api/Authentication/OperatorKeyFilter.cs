using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Authentication;

/// <summary>Lets a request in when it carries the operator's key; compared as hashes, in constant time. Each other one takes a point of its address.</summary>
internal sealed class OperatorKeyFilter : IEndpointFilter
{
    private readonly byte[]? _hash;
    private readonly AddressLimiter _addresses;

    public OperatorKeyFilter(IOptions<OperatorOptions> options, AddressLimiter addresses)
    {
        _hash = options.Value.OperatorKey is { Length: > 0 } key ? Hash(key) : null;
        _addresses = addresses;
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (_hash is not null
            && BearerToken.Of(context.HttpContext) is { } token
            && CryptographicOperations.FixedTimeEquals(Hash(token), _hash))
        {
            return await next(context);
        }

        if (BearerToken.Of(context.HttpContext) is not null)
        {
            _addresses.CountBadKey(context.HttpContext);
        }

        if (_addresses.Charge(context.HttpContext) is { } refusal)
        {
            return refusal;
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return new ProblemResult(
            ProblemKinds.InvalidOperatorKey,
            "Send the operator's key (RelayKit__OperatorKey) in the header Authorization: Bearer ….");
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
