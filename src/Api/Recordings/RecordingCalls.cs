using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Problems;
using RelayKit.Identifiers;
using RelayKit.ObjectStorage;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>What the routes about recordings and those about streams share: finding the grain, starting, and dry runs.</summary>
internal static class RecordingCalls
{
    /// <summary>The grain of one of the caller's; null when the text is no id of that purpose.</summary>
    public static IRecordingGrain? Find(HttpContext context, GrainReferences<IRecordingGrain> recordings, RecordingPurpose purpose, string id)
    {
        var current = CurrentTenant.Of(context);
        return PublicId.TryParse(Recording.PrefixOf(purpose), id, out var guid)
            ? recordings.Get(new RecordingKey(current.Tenant, current.Mode, guid).ToString())
            : null;
    }

    /// <summary>What is answered for an id that is nobody's, somebody else's, or of the other purpose.</summary>
    public static ProblemResult NoSuch(RecordingPurpose purpose) => (purpose == RecordingPurpose.Recording
        ? new Error(ErrorCode.RecordingNotFound, "There is no such recording. List them with GET /v1/recordings.")
        : new Error(ErrorCode.StreamNotFound, "There is no such stream. List them with GET /v1/streams.")).ToProblem();

    /// <summary>A grain's answer; one of the other purpose is not there.</summary>
    public static ProblemResult? Refusal(Result<Recording> answer, RecordingPurpose purpose) =>
        !answer.IsSuccess ? answer.Error.Code == ErrorCode.RecordingNotFound ? NoSuch(purpose) : answer.Error.ToProblem()
        : answer.Value.Purpose != purpose ? NoSuch(purpose)
        : null;

    /// <summary>Whether the grain that is asked to change something is of the purpose; the problem when it is not.</summary>
    public static async Task<(IRecordingGrain? Grain, ProblemResult? Problem)> FindOfAsync(
        HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls, RecordingPurpose purpose, string id)
    {
        if (Find(context, recordings, purpose, id) is not { } grain)
        {
            return (null, NoSuch(purpose));
        }

        var known = await calls.RepeatableAsync(grain, default(object), static (grain, _, _) => grain.GetAsync(), context.RequestAborted);
        return Refusal(known, purpose) is { } problem ? (null, problem) : (grain, null);
    }

    /// <summary>What a start would come to, for a dry run.</summary>
    public static async Task<StartDryRunResponse> DryRunAsync(
        CurrentTenant current, RecordingOrder? order, ProblemResult? problem, ITenantStorages storages, TimeProvider time, CancellationToken giveUp)
    {
        if (order is null)
        {
            return new StartDryRunResponse(false, problem!.Code, problem.Detail, null, null, 0, []);
        }

        var storage = order.Format is null ? null : await storages.CurrentAsync(current.Tenant, current.Mode, giveUp);
        var limits = order.Limits.Select(limit => new StartLimitResponse(limit.Name, limit.Value, LimitDetail.Of(limit).RaisedBy)).ToList();
        if (order.Format is not null && storage is null)
        {
            var missing = new Error(ErrorCode.StorageNotSetUp, "There is nowhere to write the file to. Set up a bucket by PUT /v1/tenant/storage.").ToProblem();
            return new StartDryRunResponse(false, missing.Code, missing.Detail, null, null, order.MaxSeconds, limits);
        }

        var key = new RecordingKey(current.Tenant, current.Mode, Guid.CreateVersion7(time.GetUtcNow()));
        var planned = RecordingPreview.Of(key, order, storage, time.GetUtcNow());
        return planned.IsSuccess
            ? new StartDryRunResponse(true, null, null, planned.Value.Place?.Bucket, planned.Value.Place?.Key, order.MaxSeconds, limits)
            : new StartDryRunResponse(false, planned.Error.ToProblem().Code, planned.Error.Message, null, null, order.MaxSeconds, limits);
    }
}
