using RelayKit.Api.Recordings;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>A room.</summary>
/// <param name="Name">The tenant's own name for it.</param>
/// <param name="LivekitName">The name that LiveKit knows it by. It changes when the room's tokens are revoked or a rule ends its session.</param>
/// <param name="Status"><c>idle</c>, <c>live</c> or <c>closed</c>.</param>
/// <param name="Participants">How many are connected, agents and recorders not counted.</param>
/// <param name="SessionId">The session that goes on; null while it is idle.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Closing">Whether it is deleted as soon as the session that goes on has ended.</param>
/// <param name="MaxParticipants">How many may be in it at once; null for no limit.</param>
/// <param name="EmptyTimeoutSeconds">After how long it closes when nobody joins; null for LiveKit's default.</param>
/// <param name="DepartureTimeoutSeconds">After how long it closes when the last one has left; null for LiveKit's default.</param>
/// <param name="Metadata">The tenant's free text.</param>
/// <param name="Labels">By which usage is added up.</param>
/// <param name="NotBefore">No join token is minted before.</param>
/// <param name="ExpiresAt">No join token is minted from then on.</param>
/// <param name="EndAtExpiry">Whether the session that goes on at <c>expires_at</c> is ended.</param>
/// <param name="MaxSessionSeconds">After how long a session is ended; null for never.</param>
/// <param name="MaxParticipantSeconds">After how long a participant's connection is ended; null for never.</param>
/// <param name="SoloTimeoutSeconds">After how long of one person's being alone a session is ended; null for never.</param>
/// <param name="IdleTimeoutSeconds">After how long of nobody's publishing a session is ended; null for never.</param>
/// <param name="Budget">What the room may use in a billing period; null for no budget.</param>
/// <param name="SessionBudget">What one session may use; null for no budget.</param>
/// <param name="Record">How each session is recorded; null when none is unless it is asked for.</param>
internal sealed record RoomResponse(
    string Name,
    string LivekitName,
    string Status,
    int Participants,
    string? SessionId,
    DateTimeOffset CreatedAt,
    bool Closing,
    int? MaxParticipants,
    int? EmptyTimeoutSeconds,
    int? DepartureTimeoutSeconds,
    string? Metadata,
    IReadOnlyDictionary<string, string> Labels,
    DateTimeOffset? NotBefore,
    DateTimeOffset? ExpiresAt,
    bool EndAtExpiry,
    int? MaxSessionSeconds,
    int? MaxParticipantSeconds,
    int? SoloTimeoutSeconds,
    int? IdleTimeoutSeconds,
    BudgetResponse? Budget,
    BudgetResponse? SessionBudget,
    RoomRecordingResponse? Record)
{
    public static RoomResponse Of(Room room)
    {
        var rules = room.Settings.Rules ?? RoomRules.None;
        return new RoomResponse(
            room.LiveKitName.Room.Name,
            room.LiveKitName.ToString(),
            room.Status switch { RoomStatus.Live => "live", RoomStatus.Closed => "closed", _ => "idle" },
            room.Participants,
            room.SessionId is { } id ? PublicId.Format(PublicId.Session, id) : null,
            room.CreatedAt,
            room.IsClosing,
            room.Settings.MaxParticipants,
            room.Settings.EmptyTimeoutSeconds,
            room.Settings.DepartureTimeoutSeconds,
            room.Settings.Metadata,
            LabelsOf.Set(room.Settings.Labels),
            rules.NotBefore,
            rules.ExpiresAt,
            !rules.StaysAfterExpiry,
            rules.MaxSessionSeconds,
            rules.MaxParticipantSeconds,
            rules.SoloTimeoutSeconds,
            rules.IdleTimeoutSeconds,
            BudgetResponse.Of(rules.Budget),
            BudgetResponse.Of(rules.SessionBudget),
            RoomRecordingResponse.Of(room.Settings.Recording));
    }
}

/// <summary>So many participant-minutes, and what happens when they are used up.</summary>
/// <param name="Minutes">Participant-minutes of the kinds that are billed.</param>
/// <param name="Action"><c>alert</c>, <c>no_new_joins</c> or <c>end</c>.</param>
/// <param name="NoticeSeconds">With <c>end</c>: how long after the event it is before what goes on is ended.</param>
internal sealed record BudgetResponse(long Minutes, string Action, int NoticeSeconds)
{
    public static BudgetResponse? Of(Budget? budget) => budget is null ? null : new BudgetResponse(budget.Minutes, WordOf(budget.Action), budget.NoticeSeconds);

    public static string WordOf(BudgetAction action) => action switch
    {
        BudgetAction.End => "end",
        BudgetAction.NoNewJoins => "no_new_joins",
        _ => "alert",
    };
}

/// <summary>How each session of a room is recorded as a whole.</summary>
/// <param name="Enabled">Whether it is.</param>
/// <param name="Layout">Layout.</param>
/// <param name="AudioOnly">Without video.</param>
/// <param name="VideoOnly">Without audio.</param>
/// <param name="Format">The form of the file.</param>
/// <param name="Preset">Size and frame rate.</param>
/// <param name="MaxDurationSeconds">After how many seconds a recording is stopped; null for the operator's limit.</param>
/// <param name="ConsentConfirmed">That everybody who is recorded has agreed.</param>
internal sealed record RoomRecordingResponse(
    bool Enabled,
    string Layout,
    bool AudioOnly,
    bool VideoOnly,
    string Format,
    string Preset,
    int? MaxDurationSeconds,
    bool ConsentConfirmed)
{
    public static RoomRecordingResponse? Of(RoomRecording? recording) => recording is null ? null : new RoomRecordingResponse(
        !recording.IsOff,
        recording.Layout ?? RecordingSource.DefaultLayout,
        recording.AudioOnly,
        recording.VideoOnly,
        recording.Format.Word(),
        PresetAttribute.WordOf(recording.Preset),
        recording.MaxSeconds,
        recording.ConsentConfirmed);
}

/// <summary>What would come of creating a room.</summary>
/// <param name="Allowed">Whether it would succeed now.</param>
/// <param name="Code">The code that it would be refused with; null when it would succeed.</param>
/// <param name="Detail">Why it would be refused; null when it would succeed.</param>
/// <param name="Exists">Whether the room is there already, with the same settings or others.</param>
/// <param name="Effective">The settings that it would have, the tenant's defaults filled in.</param>
internal sealed record RoomDryRunResponse(bool Allowed, string? Code, string? Detail, bool Exists, RoomResponse Effective);
