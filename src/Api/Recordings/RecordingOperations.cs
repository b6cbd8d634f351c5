using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Limits;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>What the routes about recordings and those about streams do alike: starts, dry runs, lists, and calls of one grain.</summary>
internal sealed class RecordingOperations(
    GrainReferences<IRecordingGrain> recordings,
    GrainCalls calls,
    RecordingStarter starter,
    RecordingPlaces places,
    IRecordingStore store,
    MediaLimits media,
    TimeProvider time)
{
    /// <summary>Starts one; with <c>dry_run</c>, says what would come of it.</summary>
    public async Task<IResult> StartAsync<TResponse>(
        RecordingShape<TResponse> shape, HttpContext context, ISourceFields fields, AskedOutput asked)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "dry_run");
        var dryRun = PageRequest.ReadFlag(context, "dry_run", errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var (order, refusal) = await starter.PlanAsync(current, shape.Purpose, fields, asked, context.RequestAborted);
        if (dryRun)
        {
            return Results.Json(
                await DryRunAsync(current, shape.Purpose, order, refusal, context.RequestAborted), ApiJson.Default.StartDryRunResponse);
        }

        if (order is null)
        {
            return refusal!;
        }

        var id = IdempotentRequest.Of(context, time).Id(shape.Purpose.Word());
        var grain = recordings.Get(new RecordingKey(current.Tenant, current.Mode, shape.Purpose, id).ToString());
        var started = await calls.RepeatableAsync(
            grain, order, static (grain, order, giveUp) => grain.StartAsync(order, giveUp), context.RequestAborted);
        if (!started.IsSuccess)
        {
            return started.Error.ToProblem();
        }

        context.Response.Headers.Location = $"{shape.Path}/{started.Value.PublicId}";
        return Results.Json(shape.Of(started.Value), shape.Type, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>A page of them.</summary>
    public async Task<IResult> ListAsync<TResponse>(RecordingShape<TResponse> shape, HttpContext context)
    {
        var (query, problem) = RecordingListRequest.Read(context, shape.Purpose);
        if (query is null)
        {
            return problem!;
        }

        var page = await store.ListAsync(query, context.RequestAborted);
        return Results.Json(
            new Page<TResponse>([.. page.Take(query.Limit - 1).Select(shape.Of)], RecordingListRequest.NextOf(query, page)), shape.PageType);
    }

    /// <summary>One of them as it stands.</summary>
    public Task<IResult> GetAsync<TResponse>(RecordingShape<TResponse> shape, string id, HttpContext context) =>
        CallAsync(shape, id, context, default(object), static (grain, _, _) => grain.GetAsync());

    /// <summary>Stops one of them.</summary>
    public Task<IResult> StopAsync<TResponse>(RecordingShape<TResponse> shape, string id, HttpContext context) =>
        CallAsync(shape, id, context, default(object), static (grain, _, giveUp) => grain.StopAsync(giveUp));

    /// <summary>Changes the layout of one of them.</summary>
    public async Task<IResult> UpdateLayoutAsync<TResponse>(RecordingShape<TResponse> shape, string id, HttpContext context)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateLayoutRequest);
        return request is null
            ? problem!
            : await CallAsync(shape, id, context, request.Layout!, static (grain, layout, giveUp) => grain.UpdateLayoutAsync(layout, giveUp));
    }

    /// <summary>Makes a call that may be repeated, and answers with what it is then.</summary>
    public async Task<IResult> CallAsync<TResponse, TArgument>(
        RecordingShape<TResponse> shape,
        string id,
        HttpContext context,
        TArgument argument,
        Func<IRecordingGrain, TArgument, CancellationToken, Task<Result<Recording>>> call) =>
        Find(context, shape.Purpose, id) is { } grain
            ? Answer(shape, await calls.RepeatableAsync(grain, argument, call, context.RequestAborted))
            : NoSuch(shape.Purpose);

    /// <summary>The grain of one of the caller's; null when the text is no id of that purpose.</summary>
    public IRecordingGrain? Find(HttpContext context, RecordingPurpose purpose, string id)
    {
        var current = CurrentTenant.Of(context);
        return PublicId.TryParse(RecordingKey.PrefixOf(purpose), id, out var guid)
            ? recordings.Get(new RecordingKey(current.Tenant, current.Mode, purpose, guid).ToString())
            : null;
    }

    /// <summary>What is answered for an id that nothing has, or something of the other purpose.</summary>
    public static ProblemResult NoSuch(RecordingPurpose purpose) => RecordingErrors.NotFound(purpose).ToProblem();

    /// <summary>A grain's answer.</summary>
    public static IResult Answer<TResponse>(RecordingShape<TResponse> shape, Result<Recording> answer) =>
        answer.IsSuccess ? Results.Json(shape.Of(answer.Value), shape.Type) : answer.Error.ToProblem();

    private async Task<StartDryRunResponse> DryRunAsync(
        CurrentTenant current, RecordingPurpose purpose, RecordingOrder? order, ProblemResult? refusal, CancellationToken giveUp)
    {
        if (order is null)
        {
            return new StartDryRunResponse(false, refusal!.Code, refusal.Detail, null, null, 0, []);
        }

        var now = time.GetUtcNow();
        var key = new RecordingKey(current.Tenant, current.Mode, purpose, Guid.CreateVersion7(now));
        var planned = await places.PlanAsync(key, order, now, giveUp);
        var (used, nowMs) = (order.Limits.IsEmpty ? RecordingUsage.None : await media.ReadUsageAsync(current, giveUp), now.ToUnixTimeMilliseconds());
        var limits = order.Limits.Select(limit => StartLimitResponse.Of(limit, used.UsedOf(limit.Name, nowMs))).ToList();
        var reached = used.FirstReached(order.Limits, nowMs);
        if (!planned.IsSuccess || reached is not null)
        {
            var problem = (planned.Error ?? RecordingErrors.Reached(reached!)).ToProblem();
            return new StartDryRunResponse(false, problem.Code, problem.Detail, null, null, order.MaxSeconds, limits);
        }

        var place = planned.Value.Recording.Place;
        return new StartDryRunResponse(true, null, null, place?.Bucket, place?.Key, used.SecondsLeft(order.Limits, nowMs, order.MaxSeconds), limits);
    }
}
