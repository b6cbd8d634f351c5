using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Idempotency;
using RelayKit.Tenants;

namespace RelayKit.Api.Idempotency;

/// <summary>
/// Gives a request that is repeated under one <c>Idempotency-Key</c> one effect and one answer. Which rows make it so, and what a crash can
/// still do, is in docs/decisions/0015. A request without the header passes by.
/// </summary>
internal sealed partial class IdempotencyFilter(
    IIdempotencyStore store, IdempotencyInstruments instruments, TimeProvider time, ILogger<IdempotencyFilter> logger)
{
    /// <summary>
    /// How long a request with a key may run. When the lease ends others may run it again. So it is given up well before: what it has begun
    /// elsewhere has time to end, its answer to be kept, and the clocks of two processes may differ.
    /// </summary>
    public static readonly TimeSpan Deadline = StoredKey.Lease - TimeSpan.FromSeconds(10);

    private const string SeedPurpose = "seed";
    private const string AnswerPurpose = "answer";

    private readonly KeyClaims _claims = new(store);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.TryGetValue(IdempotencyKeyText.Header, out var header)
            ? WithKeyAsync(context, next, header)
            : next(context);

    private async ValueTask<object?> WithKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, StringValues header)
    {
        if (!IdempotencyKeyText.TryParse(header, out var key))
        {
            return ProblemMapping.Invalid([new FieldError(IdempotencyKeyText.Header, IdempotencyKeyText.Form)]);
        }

        var http = context.HttpContext;
        var body = await JsonBody.BufferAsync(http);
        var tenant = TenantOf(http);
        var secrets = new RequestSecrets(CredentialOf(http, body.Span), key, ScopeOf(http, tenant));

        using var deadline = new CancellationTokenSource(Deadline, time);
        var mine = NewRow(tenant, secrets, secrets.ContentHash(http.Request.QueryString.Value ?? "", body.Span));

        // Not given up when the client goes: a row whose writing was broken off would stand for a run that never comes.
        var (verdict, row) = await _claims.TakeAsync(mine, CancellationToken.None);
        instruments.Found(verdict);
        return verdict switch
        {
            KeyVerdict.Answered => KeptAnswer.Read(secrets.Open(AnswerPurpose, row.Answer)) with { IsReplay = true },
            KeyVerdict.OtherContent => new ProblemResult(
                ProblemKinds.IdempotencyKeyReused, "The key was used for a request with another body or query. Give each request a key of its own."),
            KeyVerdict.InFlight => InUse(),
            _ => await RunAsync(context, next, secrets, row, deadline.Token),
        };
    }

    private async Task<IResult> RunAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, RequestSecrets secrets, StoredKey row, CancellationToken giveUp)
    {
        context.HttpContext.Features.Set(new IdempotentRequest(secrets.Open(SeedPurpose, row.Seed), row.CreatedAt));
        KeptAnswer answer;
        try
        {
            answer = await AnswerCapture.RunAsync(context, next, giveUp);
        }
        catch (Exception) when (!giveUp.IsCancellationRequested)
        {
            await LetGoAsync(store.AbandonAsync, row);
            throw;
        }

        switch (AnswerFates.Of(answer.Status, answer.Body.Length))
        {
            case AnswerFate.Keep:
                // Durable before it is told. If it cannot be kept, the caller hears of a fault and comes again.
                return await store.KeepAsync(row, secrets.Seal(AnswerPurpose, answer.ToBytes()), CancellationToken.None) ? answer : InUse();
            case AnswerFate.Forget:
                await LetGoAsync(store.ForgetAsync, row);
                return answer;
            default:
                await LetGoAsync(store.AbandonAsync, row);
                return answer;
        }
    }

    /// <summary>What becomes of the key matters less than the answer: where PostgreSQL is away, the lease ends by itself.</summary>
    private async Task LetGoAsync(Func<StoredKey, CancellationToken, Task> letGo, StoredKey row)
    {
        try
        {
            await letGo(row, CancellationToken.None);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            LogHeld(fault);
        }
    }

    private StoredKey NewRow(TenantId? tenant, RequestSecrets secrets, byte[] contentHash)
    {
        var now = time.GetUtcNow();
        return new StoredKey
        {
            Tenant = tenant,
            RequestHash = secrets.RequestHash,
            ContentHash = contentHash,
            Seed = secrets.Seal(SeedPurpose, RandomNumberGenerator.GetBytes(IdempotentRequest.SeedBytes)),
            Claim = Guid.NewGuid(),
            CreatedAt = now,
            LeaseUntil = now + StoredKey.Lease,
        };
    }

    /// <summary>Null for the operator's requests, and for those that anybody may make.</summary>
    private static TenantId? TenantOf(HttpContext http) =>
        KeyOf(http) is { } key && key != RequiredKey.Operator ? CurrentTenant.Of(http).Tenant : null;

    private static RequiredKey? KeyOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RequiredKey>();

    /// <summary>
    /// What only the caller has. Those who sign up or in have nothing yet but what they send: their key holds for that body alone, so that
    /// nobody meets another's key, and its answer is opened by the password in it.
    /// </summary>
    private static string CredentialOf(HttpContext http, ReadOnlySpan<byte> body) =>
        KeyOf(http) is null ? Convert.ToHexString(SHA256.HashData(body))
        : BearerToken.Of(http) ?? SessionCookie.Of(http)
            ?? throw new InvalidOperationException("A route that takes idempotency keys stands behind one that asks for a credential.");

    /// <summary>Whose request, its method, its route and what the route's parameters are here: one spelling, however the path was written.</summary>
    private static string[] ScopeOf(HttpContext http, TenantId? tenant)
    {
        var route = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern;
        return
        [
            tenant?.ToString() ?? (KeyOf(http) is null ? "anybody" : "operator"),
            http.Request.Method,
            route.RawText ?? "",
            .. route.Parameters.Select(parameter => http.GetRouteValue(parameter.Name)?.ToString() ?? ""),
        ];
    }

    private static ProblemResult InUse() =>
        new(ProblemKinds.IdempotencyKeyInUse, "A request with this key is being carried out. Repeat this one in a moment; it then gets that one's answer.");

    [LoggerMessage(LogLevel.Warning, "An idempotency key could not be let go of; it is when its lease ends")]
    private partial void LogHeld(Exception fault);
}
