using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Api.Tenants;
using RelayKit.Limits;
using RelayKit.Outgoing;
using RelayKit.Privacy;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Recordings;

/// <summary>Whether a recording or stream may start, and with what: the tenant's policy, its consent, the room, the page's host.</summary>
internal sealed class RecordingStarter(
    TenantPolicies policies, GrainReferences<IRoomGrain> rooms, GrainCalls calls, IPublicHosts hosts, IOptions<RecordingOptions> options)
{
    private static readonly ImmutableArray<string> RecordingLimits = [LimitNames.Recordings, LimitNames.RecordingMinutes, LimitNames.RecordingBytes];
    private static readonly ImmutableArray<string> StreamLimits = [LimitNames.Streams];

    /// <summary>The order, or the problem to answer with.</summary>
    /// <param name="current">Whose it is.</param>
    /// <param name="purpose">Whether it is a recording or a stream.</param>
    /// <param name="fields">What is recorded.</param>
    /// <param name="asked">How, and for how long.</param>
    /// <param name="giveUp">The caller's deadline.</param>
    public async Task<(RecordingOrder? Order, ProblemResult? Problem)> PlanAsync(
        CurrentTenant current, RecordingPurpose purpose, ISourceFields fields, AskedOutput asked, CancellationToken giveUp)
    {
        var policy = await policies.GetAsync(current.Tenant);
        if (Refusal(policy, asked) is { } refusal)
        {
            return (null, refusal.ToProblem());
        }

        Room? room = null;
        if (SourceFields.KindOf(fields) != RecordingKind.WebPage)
        {
            var found = await calls.ReadAsync(rooms.Get(new RoomKey(current.Tenant, current.Mode, fields.Room!).ToString()), giveUp);
            if (!found.IsSuccess)
            {
                return (null, found.Error.ToProblem());
            }

            room = found.Value;
            if (room.Status != RoomStatus.Live || room.SessionId is null)
            {
                return (null, new Error(ErrorCode.RoomNotLive, $"Nobody is in room '{fields.Room}', so there is nothing to record. Start it when the room is live.").ToProblem());
            }
        }
        else if (await CheckPageAsync(fields.PageUrl!, giveUp) is { } problem)
        {
            return (null, problem);
        }

        var most = (int)(purpose == RecordingPurpose.Recording ? options.Value.MaxRecording : options.Value.MaxStream).TotalSeconds;
        var names = purpose == RecordingPurpose.Recording ? RecordingLimits : StreamLimits;
        return (new RecordingOrder
        {
            Source = SourceFields.ToSource(fields, room),
            Cluster = room?.LiveKitCluster ?? policy.LiveKitCluster,
            Format = asked.Format,
            SegmentSeconds = asked.SegmentSeconds,
            Preset = PresetAttribute.NumberOf(asked.Preset),
            StreamUrls = asked.Urls,
            MaxSeconds = Math.Min(asked.MaxSeconds ?? most, most),
            Limits = [.. names.Select(name => policy.LimitOf(name)).OfType<ReachedLimit>()],
        }, null);
    }

    private static Error? Refusal(TenantPolicy policy, AskedOutput asked) =>
        policy.Deletion is not null
            ? new Error(ErrorCode.TenantTerminated, "The tenant is to be deleted. DELETE /v1/privacy/deletion undoes it.")
        : policy.Restriction is { Scope: RestrictedProcessing.All }
            ? new Error(ErrorCode.ProcessingRestricted, "The tenant has restricted what is done with its data. DELETE /v1/privacy/restriction lifts it.")
        : policy.Suspension is { } suspension
            ? new Error(ErrorCode.TenantSuspended, $"The tenant is suspended: {suspension.Reason}")
        : policy.Settings.RecordingConsentRequired && asked.ConsentConfirmed != true
            ? new Error(
                ErrorCode.RecordingConsentMissing,
                "Say by consent_confirmed: true that everybody who is recorded has agreed; or, where that is settled otherwise, set recording_consent_required to false by PATCH /v1/tenant.")
        : null;

    private async Task<ProblemResult?> CheckPageAsync(string url, CancellationToken giveUp)
    {
        var errors = new FieldErrors();
        switch (await hosts.CheckAsync(new Uri(url).IdnHost, giveUp))
        {
            case HostReach.Private:
                errors.Add("/page_url", "leads to a private address; a page has to be on a public host");
                break;
            case HostReach.Unknown:
                errors.Add("/page_url", "names a host that has no address");
                break;
        }

        return errors.Any ? errors.ToProblem() : null;
    }
}

/// <summary>How a recording or stream is asked for.</summary>
/// <param name="Format">The form of the file; null where it is only streamed.</param>
/// <param name="Urls">Where to stream to.</param>
/// <param name="Preset">The encoding's word.</param>
/// <param name="MaxSeconds">After how many seconds to stop; null for the operator's limit.</param>
/// <param name="ConsentConfirmed">Whether everybody who is recorded has agreed.</param>
internal sealed record AskedOutput(
    RecordingFormat? Format, ImmutableArray<string> Urls, string? Preset, int? MaxSeconds, bool? ConsentConfirmed)
{
    /// <summary>Length of a segment of HLS.</summary>
    public int SegmentSeconds { get; init; } = 4;
}
