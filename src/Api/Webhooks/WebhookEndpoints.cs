using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>Where the tenant has its events sent: <c>/v1/webhook-endpoints</c>.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/webhook-endpoints", CreateAsync).Costs(RouteCost.Write).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Create);
        tenant.MapGet("/webhook-endpoints", ListAsync).Costs(RouteCost.Read).Needs(Scope.WebhookEndpointsRead).Describe(WebhookDocs.List);
        tenant.MapGet("/webhook-endpoints/{webhook_endpoint}", GetAsync).Costs(RouteCost.Read).Needs(Scope.WebhookEndpointsRead).Describe(WebhookDocs.Get);
        tenant.MapPatch("/webhook-endpoints/{webhook_endpoint}", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Update);
        tenant.MapDelete("/webhook-endpoints/{webhook_endpoint}", DeleteAsync).Costs(RouteCost.Write).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Delete);
        tenant.MapPost("/webhook-endpoints/{webhook_endpoint}/rotate-secret", RotateAsync).Costs(RouteCost.Write).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Rotate);
        WebhookDeliveryEndpoints.Map(tenant);
    }

    /// <summary>The endpoint that a path names, in the key's mode; null for none.</summary>
    public static async Task<WebhookEndpoint?> FindAsync(string endpoint, HttpContext context, IWebhookEndpointStore store)
    {
        var current = CurrentTenant.Of(context);
        return PublicId.TryParse(PublicId.WebhookEndpoint, endpoint, out var id)
            && await store.FindAsync(current.Tenant, id, context.RequestAborted) is { } found && found.Mode == current.Mode
            ? found
            : null;
    }

    public static ProblemResult NotFound() =>
        new(ProblemKinds.WebhookEndpointNotFound, "There is no such webhook endpoint. List them with GET /v1/webhook-endpoints.");

    private static async Task<IResult> CreateAsync(
        HttpContext context, IWebhookEndpointStore store, WebhookUrls urls, WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateWebhookEndpointRequest);
        if (request is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        await urls.CheckAsync(request.Url!, errors, context.RequestAborted);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (current, now, run) = (CurrentTenant.Of(context), time.GetUtcNow(), IdempotentRequest.Of(context, time));
        var secret = WebhookSecrets.Of(run);
        var asked = new WebhookEndpoint
        {
            Tenant = current.Tenant,
            Id = run.Id("webhook endpoint"),
            Mode = current.Mode,
            Url = request.Url!,
            Description = request.Description is { Length: > 0 } description ? description : null,
            Types = TypesOf(request.EventTypes),
            IsEnabled = request.Enabled ?? true,
            Secret = secrets.Seal(current.Tenant, secret),
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
        if (await store.AddAsync(asked, options.Value.MaxEndpoints, context.RequestAborted) is not { } added)
        {
            return new ProblemResult(
                ProblemKinds.TooMany, $"There are {options.Value.MaxEndpoints} webhook endpoints in this mode already, which is as many as there may be. Delete one first.");
        }

        context.Response.Headers.Location = $"/v1/webhook-endpoints/{PublicId.Format(PublicId.WebhookEndpoint, added.Id)}";
        return Results.Json(
            CreatedWebhookEndpointResponse.Of(added, secret, now), ApiJson.Default.CreatedWebhookEndpointResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IWebhookEndpointStore store, TimeProvider time)
    {
        if (PageRequest.Refuse(context, PublicId.WebhookEndpoint, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var (current, now) = (CurrentTenant.Of(context), time.GetUtcNow());
        var page = await store.ListAsync(new WebhookEndpointQuery(current.Tenant, current.Mode, limit, before), context.RequestAborted);
        return Results.Json(
            new Page<WebhookEndpointResponse>(
                [.. page.Endpoints.Select(endpoint => WebhookEndpointResponse.Of(endpoint, now))],
                page.Next is { } next ? PublicId.Format(PublicId.WebhookEndpoint, next) : null),
            ApiJson.Default.PageWebhookEndpointResponse);
    }

    private static async Task<IResult> GetAsync([FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore store, TimeProvider time) =>
        await FindAsync(endpoint, context, store) is { } found ? Answer(found, time) : NotFound();

    private static async Task<IResult> UpdateAsync([FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore store, WebhookUrls urls, TimeProvider time)
    {
        var (body, problem) = await PatchBody<UpdateWebhookEndpointRequest>.ReadAsync(context, ApiJson.Default.UpdateWebhookEndpointRequest);
        if (body is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        foreach (var (field, isNull) in new[] { ("url", body.Value.Url is not { Length: > 0 }), ("enabled", body.Value.Enabled is null) })
        {
            if (isNull && body.Given.Contains(field))
            {
                errors.Add($"/{field}", "cannot be empty; leave it out to keep it as it is");
            }
        }

        if (!errors.Any && body.Value.Url is { Length: > 0 } url)
        {
            await urls.CheckAsync(url, errors, context.RequestAborted);
        }

        return errors.Any
            ? errors.ToProblem()
            : await SaveAsync(endpoint, context, store, found => Changed(found, body, time)) is { } saved ? Answer(saved, time) : NotFound();
    }

    private static async Task<IResult> DeleteAsync([FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore store, TimeProvider time)
    {
        if (await FindAsync(endpoint, context, store) is not { } found)
        {
            return NotFound();
        }

        await store.RemoveAsync(found.Tenant, found.Id, context.RequestAborted);
        return Answer(found, time);
    }

    private static async Task<IResult> RotateAsync([FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore store, WebhookSecrets secrets, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.RotateWebhookSecretRequest);
        if (request is null)
        {
            return problem!;
        }

        var secret = WebhookSecrets.Of(IdempotentRequest.Of(context, time));
        var saved = await SaveAsync(endpoint, context, store, found =>
        {
            // An earlier run of the same request has come so far.
            if (secrets.IsOf(found, secret))
            {
                return null;
            }

            var (now, overlap) = (time.GetUtcNow(), request.ToOverlap());
            return found with
            {
                Secret = secrets.Seal(found.Tenant, secret),
                PreviousSecret = overlap > TimeSpan.Zero ? found.Secret : null,
                PreviousUntil = overlap > TimeSpan.Zero ? now + overlap : null,
                UpdatedAt = now,
            };
        });
        return saved is null
            ? NotFound()
            : Results.Json(CreatedWebhookEndpointResponse.Of(saved, secret, time.GetUtcNow()), ApiJson.Default.CreatedWebhookEndpointResponse);
    }

    /// <summary>Changes an endpoint as it is at that moment: where somebody else is faster, it is read and changed anew.</summary>
    private static async Task<WebhookEndpoint?> SaveAsync(
        string endpoint, HttpContext context, IWebhookEndpointStore store, Func<WebhookEndpoint, WebhookEndpoint?> change)
    {
        while (await FindAsync(endpoint, context, store) is { } found)
        {
            if (change(found) is not { } changed)
            {
                return found;
            }

            changed = changed with { Version = found.Version + 1 };
            if (await store.SaveAsync(changed, context.RequestAborted))
            {
                return changed;
            }
        }

        return null;
    }

    private static WebhookEndpoint Changed(WebhookEndpoint found, PatchBody<UpdateWebhookEndpointRequest> body, TimeProvider time)
    {
        var (asked, isEnabled) = (body.Value, body.Value.Enabled ?? found.IsEnabled);
        var isSwitchedOn = isEnabled && !found.IsEnabled;
        return found with
        {
            Url = asked.Url ?? found.Url,
            Description = body.Given.Contains("description") ? (asked.Description is { Length: > 0 } description ? description : null) : found.Description,
            Types = body.Given.Contains("event_types") ? TypesOf(asked.EventTypes) : found.Types,
            IsEnabled = isEnabled,
            Stop = isSwitchedOn ? null : found.Stop,
            StoppedAt = isSwitchedOn ? null : found.StoppedAt,
            FailingSince = isSwitchedOn ? null : found.FailingSince,
            UpdatedAt = time.GetUtcNow(),
        };
    }

    private static ImmutableArray<string> TypesOf(IReadOnlyList<string>? asked) => [.. (asked ?? []).Distinct(StringComparer.Ordinal)];

    private static IResult Answer(WebhookEndpoint endpoint, TimeProvider time) =>
        Results.Json(WebhookEndpointResponse.Of(endpoint, time.GetUtcNow()), ApiJson.Default.WebhookEndpointResponse);
}
