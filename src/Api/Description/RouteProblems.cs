using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Privacy;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Description;

/// <summary>Every problem that a route can answer with: its own, and those that follow from what it takes and who may call it.</summary>
internal static class RouteProblems
{
    /// <summary>
    /// Those of a provider's own tokens, where one is configured that issues any. Every route that takes sessions can answer with them; the introduction
    /// says so, and one route lists them: on each they would make the document half as large again.
    /// </summary>
    public static readonly ProblemKind[] OfProviderTokens =
    [
        ProblemKinds.TokenMalformed, ProblemKinds.TokenAlgorithmNotAllowed, ProblemKinds.TokenWrongIssuer, ProblemKinds.TokenUnknownKey, ProblemKinds.TokenBadSignature,
        ProblemKinds.TokenWrongAudience, ProblemKinds.TokenExpired, ProblemKinds.TokenNotYetValid, ProblemKinds.TokenSignedOut, ProblemKinds.NoAccount,
        ProblemKinds.IdentityProviderUnavailable,
    ];

    public static IReadOnlyList<ProblemKind> Of(RouteDoc doc, IList<object> metadata)
    {
        var kinds = new List<ProblemKind>(doc.Problems);
        if (doc.Query.Count > 0 || doc.Headers.Count > 0 || doc.Body is not null)
        {
            kinds.Add(ProblemKinds.InvalidRequest);
        }

        if (doc.Body is not null)
        {
            kinds.AddRange([ProblemKinds.InvalidJson, ProblemKinds.BadRequest, ProblemKinds.UnsupportedMediaType, ProblemKinds.BodyTooLarge]);
        }

        if (metadata.OfType<TakesIdempotencyKey>().Any())
        {
            // With the header a body is read also where the route itself has none.
            kinds.AddRange([ProblemKinds.InvalidRequest, ProblemKinds.BadRequest, ProblemKinds.BodyTooLarge]);
            kinds.AddRange([ProblemKinds.IdempotencyKeyInUse, ProblemKinds.IdempotencyKeyReused]);
        }

        if (metadata.OfType<RefusedWhenTerminated>().Any())
        {
            kinds.Add(ProblemKinds.TenantTerminated);
        }

        var key = metadata.OfType<RequiredKey>().LastOrDefault();
        kinds.AddRange(key == RequiredKey.Api ? [ProblemKinds.MissingApiKey, ProblemKinds.InvalidApiKey, ProblemKinds.InsufficientScope, ProblemKinds.IpNotAllowed, ProblemKinds.RateLimited, ProblemKinds.AddressBlocked]
            : key == RequiredKey.Session ? [ProblemKinds.RateLimited, ProblemKinds.AddressBlocked]
            : key == RequiredKey.Operator ? [ProblemKinds.InvalidOperatorKey, ProblemKinds.RateLimited, ProblemKinds.AddressBlocked]
            : metadata.OfType<TakesIdempotencyKey>().Any() ? [ProblemKinds.RateLimited, ProblemKinds.AddressBlocked]
            : []);
        if (key == RequiredKey.Api || key == RequiredKey.Session)
        {
            kinds.AddRange(OfSessions(metadata, isTenants: key == RequiredKey.Api));
        }

        kinds.AddRange([ProblemKinds.InternalError, ProblemKinds.TemporarilyUnavailable]);
        return [.. kinds.Distinct()];
    }

    /// <summary>Those that a request by cookie can meet besides.</summary>
    private static IEnumerable<ProblemKind> OfSessions(IList<object> metadata, bool isTenants)
    {
        yield return ProblemKinds.NotSignedIn;
        if (metadata.OfType<NeededScope>().Any())
        {
            yield return ProblemKinds.InsufficientScope;
        }

        yield return ProblemKinds.InvalidRequest;
        if (metadata.OfType<IHttpMethodMetadata>().Any(static route => route.HttpMethods.Any(static method => !SameOrigin.IsSafe(method))))
        {
            yield return ProblemKinds.CrossSiteRequest;
            yield return ProblemKinds.UnsupportedMediaType;
            if (isTenants)
            {
                yield return ProblemKinds.EmailNotVerified;
            }
        }
    }
}
