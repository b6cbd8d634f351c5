using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Tenants;
using RelayKit.Identifiers;
using RelayKit.Ingress;
using RelayKit.Outgoing;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Api.Ingress;

/// <summary>Where streams from outside come in: <c>/v1/ingress</c>.</summary>
internal static class IngressEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/ingress", CreateAsync).Costs(RouteCost.Start).Needs(Scope.IngressWrite).Audited().Describe(IngressDocs.Create);
        tenant.MapGet("/ingress", ListAsync).Costs(RouteCost.Read).Needs(Scope.IngressRead).Describe(IngressDocs.List);
        tenant.MapGet("/ingress/{ingress}", GetAsync).Costs(RouteCost.Read).Needs(Scope.IngressRead).Describe(IngressDocs.Get);
        tenant.MapPatch("/ingress/{ingress}", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.IngressWrite).Audited().Describe(IngressDocs.Update);
        tenant.MapDelete("/ingress/{ingress}", DeleteAsync).Costs(RouteCost.Write).Needs(Scope.IngressWrite).Audited().Describe(IngressDocs.Delete);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, GrainReferences<IIngressGrain> ingresses, GrainCalls calls, TenantPolicies policies, IPublicHosts hosts, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateIngressRequest);
        if (request is null)
        {
            return problem!;
        }

        // Its rule has seen to it that it is one of the words.
        _ = IngressText.TryParse(request.Kind, out var kind);
        var errors = new FieldErrors();
        await SourceUrls.CheckAsync(request.SourceUrl, kind == IngressKind.Url, hosts, errors, context.RequestAborted);
        RefuseEmpty(errors, ("name", request.Name));
        if (request.EnableTranscoding is false && kind != IngressKind.Whip)
        {
            errors.Add("/enable_transcoding", "only whip goes without; leave it out");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        if (Refusal(await policies.GetAsync(current.Tenant)) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var key = new IngressKey(current.Tenant, current.Mode, IdempotentRequest.Of(context, time).Id("ingress"));
        var asked = new NewIngress
        {
            Room = request.Room!,
            Kind = kind,
            Identity = request.Identity!,
            Name = request.Name,
            SourceUrl = request.SourceUrl,
            EnableTranscoding = request.EnableTranscoding ?? kind != IngressKind.Whip,
        };
        var created = await calls.RepeatableAsync(
            ingresses.Get(key.ToString()), asked, static (ingress, asked, giveUp) => ingress.CreateAsync(asked, giveUp), context.RequestAborted);
        if (!created.IsSuccess)
        {
            return created.Error.ToProblem();
        }

        context.Response.Headers.Location = $"/v1/ingress/{key.PublicId}";
        return Results.Json(CreatedIngressResponse.Of(created.Value), ApiJson.Default.CreatedIngressResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IIngressStore store)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "room");
        var limit = PageRequest.ReadLimit(context, errors);
        var before = PageRequest.ReadCursor(context, PublicId.Ingress, errors);
        var room = PageRequest.ReadRoomName(context, "room", errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var page = await store.ListAsync(new IngressListQuery(current.Tenant, current.Mode, room, limit, before), context.RequestAborted);
        return Results.Json(
            new Page<IngressResponse>([.. page.Ingresses.Select(IngressResponse.Of)], page.Next is { } next ? PublicId.Format(PublicId.Ingress, next) : null),
            ApiJson.Default.PageIngressResponse);
    }

    private static async Task<IResult> GetAsync(string ingress, HttpContext context, IIngressStore store) =>
        KeyOf(context, ingress) is { } key && await store.FindAsync(key, context.RequestAborted) is { DeletedAt: null } row
            ? Results.Json(IngressResponse.Of(row), ApiJson.Default.IngressResponse)
            : NotFound();

    private static async Task<IResult> UpdateAsync(string ingress, HttpContext context, GrainReferences<IIngressGrain> ingresses, GrainCalls calls)
    {
        var (body, problem) = await PatchBody<UpdateIngressRequest>.ReadAsync(context, ApiJson.Default.UpdateIngressRequest);
        if (body is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        foreach (var (field, isNull) in new[]
        {
            ("room", body.Value.Room is not { Length: > 0 }), ("identity", body.Value.Identity is not { Length: > 0 }), ("name", body.Value.Name is not { Length: > 0 }),
            ("enable_transcoding", body.Value.EnableTranscoding is null),
        })
        {
            if (isNull && body.Given.Contains(field))
            {
                errors.Add($"/{field}", "cannot be empty; leave it out to keep it as it is");
            }
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var change = new IngressChange(body.Value.Room, body.Value.Identity, body.Value.Name, body.Value.EnableTranscoding);
        return KeyOf(context, ingress) is { } key
            ? Answer(await calls.RepeatableAsync(
                ingresses.Get(key.ToString()), change, static (ingress, change, giveUp) => ingress.UpdateAsync(change, giveUp), context.RequestAborted))
            : NotFound();
    }

    private static async Task<IResult> DeleteAsync(
        string ingress, HttpContext context, GrainReferences<IIngressGrain> ingresses, GrainCalls calls, TimeProvider time) =>
        KeyOf(context, ingress) is { } key
            ? Answer(await calls.RepeatableAsync(
                ingresses.Get(key.ToString()), time.GetUtcNow(), static (ingress, askedAt, giveUp) => ingress.DeleteAsync(askedAt, giveUp), context.RequestAborted))
            : NotFound();

    private static IngressKey? KeyOf(HttpContext context, string ingress)
    {
        var current = CurrentTenant.Of(context);
        return PublicId.TryParse(PublicId.Ingress, ingress, out var id) ? new IngressKey(current.Tenant, current.Mode, id) : null;
    }

    /// <summary>Why nothing new may come in; null where it may.</summary>
    private static Error? Refusal(TenantPolicy policy) =>
        policy.Restriction is { Scope: RestrictedProcessing.All }
            ? new Error(ErrorCode.ProcessingRestricted, "The tenant has restricted what is done with its data. DELETE /v1/privacy/restriction lifts it.")
        : policy.Suspension is { } suspension ? new Error(ErrorCode.TenantSuspended, $"The tenant is suspended: {suspension.Reason}")
        : null;

    private static void RefuseEmpty(FieldErrors errors, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value is { Length: 0 })
            {
                errors.Add($"/{name}", "cannot be empty; leave it out for none");
            }
        }
    }

    private static ProblemResult NotFound() =>
        new Error(ErrorCode.IngressNotFound, "There is no such ingress. List those there are with GET /v1/ingress.").ToProblem();

    private static IResult Answer(Result<IngressRecord> ingress) =>
        ingress.IsSuccess ? Results.Json(IngressResponse.Of(ingress.Value), ApiJson.Default.IngressResponse) : ingress.Error.ToProblem();
}
