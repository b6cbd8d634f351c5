using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RelayKit.LiveKit;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>Begins the recordings that nobody asks for. <see cref="AutomaticRecording"/> decides.</summary>
internal sealed partial class AutomaticRecordings(
    IRecordingStore store,
    GrainReferences<IRecordingGrain> recordings,
    GrainReferences<ITenantGrain> tenants,
    IOptions<RecordingOptions> options,
    TimeProvider time,
    ILogger<AutomaticRecordings> logger)
{
    /// <summary>So many sessions are seen to at once: after LiveKit was away, many may wait.</summary>
    private const int AtOnce = 16;

    /// <summary>Begins an attempt; one that has begun already, whoever began it, is not begun again.</summary>
    /// <returns>Whether it stands, be it that it has failed: then the next attempt follows.</returns>
    public async Task<bool> StartAsync(RecordedSession session, int attempt, CancellationToken cancellation)
    {
        var key = AutomaticRecording.KeyOf(session, attempt);
        try
        {
            var policy = await tenants.Get(key.Tenant.ToString()).GetPolicyAsync();
            if (RecordingTerms.Refusal(policy, session.Rule.ConsentConfirmed) is { } refusal)
            {
                LogNotAllowed(session.Room.ToString(), refusal.Code);
                return false;
            }

            var order = AutomaticRecording.OrderOf(session, policy, (int)options.Value.MaxRecording.TotalSeconds);
            return (await recordings.Get(key.ToString()).StartAsync(order, cancellation)).IsSuccess;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(fault, key);
            return false;
        }
    }

    /// <summary>Begins what is missing of a cluster's sessions, where there is media.</summary>
    /// <returns>How many were begun.</returns>
    public async Task<int> StartMissingAsync(LiveKitCluster cluster, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var started = 0;
        foreach (var some in (await store.ListUnrecordedAsync(cluster.Name, cancellation)).Chunk(AtOnce))
        {
            var outcomes = await Task.WhenAll(some.Select(session => StartIfDueAsync(cluster, session, now, cancellation)));
            started += outcomes.Count(static outcome => outcome);
        }

        return started;
    }

    private async Task<bool> StartIfDueAsync(LiveKitCluster cluster, UnrecordedSession unrecorded, DateTimeOffset now, CancellationToken cancellation)
    {
        if (AutomaticRecording.AttemptDue(unrecorded, options.Value.AutomaticRetry, now) is not { } attempt)
        {
            return false;
        }

        try
        {
            var there = await cluster.Client.ListParticipantsAsync(unrecorded.Session.Room.ToString(), cancellation);
            return AutomaticRecording.HasMedia(there) && await StartAsync(unrecorded.Session, attempt, cancellation);
        }
        catch (LiveKitException fault)
        {
            LogUnseen(fault, unrecorded.Session.Room.ToString());
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Room {Room} is not recorded as it says: {Code}")]
    private partial void LogNotAllowed(string room, ErrorCode code);

    [LoggerMessage(LogLevel.Warning, "Whether recording {Recording} has begun, which a room's settings ask for, is not known; the next look tries again")]
    private partial void LogFailed(Exception fault, RecordingKey recording);

    [LoggerMessage(LogLevel.Information, "Whether there is anything to record in {Room} is not known; the next look asks again")]
    private partial void LogUnseen(Exception fault, string room);
}
