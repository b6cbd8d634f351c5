using System.Security.Cryptography;
using System.Text;
using RelayKit.Identifiers;

namespace RelayKit.Api.Idempotency;

/// <summary>
/// What all runs of one request have in common. A request with an idempotency key may run again when nobody knows how it ended; a handler
/// that takes the ids of what it makes from here then finds it there instead of making it twice. Of a request without a key there is one
/// run, and grain calls of it may be repeated all the same.
/// </summary>
/// <param name="seed">32 random bytes, the same for all runs.</param>
/// <param name="firstUsedAt">When the first run began.</param>
internal sealed class IdempotentRequest(byte[] seed, DateTimeOffset firstUsedAt)
{
    public const int SeedBytes = 32;

    /// <summary>The request that is being run.</summary>
    public static IdempotentRequest Of(HttpContext context, TimeProvider time)
    {
        if (context.Features.Get<IdempotentRequest>() is not { } request)
        {
            request = new IdempotentRequest(RandomNumberGenerator.GetBytes(SeedBytes), time.GetUtcNow());
            context.Features.Set(request);
        }

        return request;
    }

    /// <summary>A UUIDv7 of the first run's instant, the same in each run.</summary>
    /// <param name="purpose">What it identifies; one that a handler uses for one thing only.</param>
    public Guid Id(string purpose) => UuidVersion7.Of(firstUsedAt.ToUnixTimeMilliseconds(), Bytes($"id:{purpose}", 16));

    /// <summary>Bytes that nobody can guess, the same in each run.</summary>
    /// <param name="purpose">What they are for; one that a handler uses for one thing only.</param>
    /// <param name="count">How many.</param>
    public byte[] Bytes(string purpose, int count) =>
        HKDF.Expand(HashAlgorithmName.SHA256, seed, count, Encoding.UTF8.GetBytes(purpose));
}
