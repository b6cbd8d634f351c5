using RelayKit.Api.Recordings;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Rooms;

/// <summary>Asks for a room. What is left out is as the tenant's <c>room_defaults</c> say, else not limited.</summary>
/// <param name="Name">1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>.</param>
/// <param name="MaxParticipants">How many may be in it at once, agents and recorders not counted: 1 to 100,000.</param>
/// <param name="EmptyTimeoutSeconds">After how many seconds it closes when nobody has joined, 1 to 86,400; LiveKit's default is 300.</param>
/// <param name="DepartureTimeoutSeconds">After how many seconds it closes when the last one has left, 1 to 86,400; LiveKit's default is 20.</param>
/// <param name="Metadata">Free text for the tenant's apps, up to 64 KiB; everybody in the room can read it.</param>
/// <param name="Labels">Up to 8 names with values, by which usage is added up.</param>
/// <param name="NotBefore">No join token is minted before.</param>
/// <param name="ExpiresAt">No join token is minted from then on.</param>
/// <param name="EndAtExpiry">Whether the session that goes on at <c>expires_at</c> is ended; left out, it is.</param>
/// <param name="MaxSessionSeconds">After how many seconds a session is ended, 60 to 2,592,000 (30 days).</param>
/// <param name="MaxParticipantSeconds">After how many seconds a participant's connection is ended, 60 to 2,592,000.</param>
/// <param name="SoloTimeoutSeconds">After how many seconds a session is ended in which one person has been alone, 5 to 86,400.</param>
/// <param name="IdleTimeoutSeconds">After how many seconds a session is ended in which nobody has published anything, 5 to 86,400.</param>
/// <param name="Budget">What the room may use in a billing period.</param>
/// <param name="SessionBudget">What one session may use.</param>
/// <param name="Record">That each session is recorded from its first track on, and how.</param>
internal sealed record CreateRoomRequest(
    [property: Needed("give the room a name"), RoomName] string? Name,
    [property: Between(1, 100_000)] int? MaxParticipants,
    [property: Between(1, 86_400)] int? EmptyTimeoutSeconds,
    [property: Between(1, 86_400)] int? DepartureTimeoutSeconds,
    [property: FreeText(64 * 1024)] string? Metadata,
    [property: Labels] Dictionary<string, string>? Labels,
    DateTimeOffset? NotBefore,
    DateTimeOffset? ExpiresAt,
    bool? EndAtExpiry,
    [property: Between(60, 2_592_000)] int? MaxSessionSeconds,
    [property: Between(60, 2_592_000)] int? MaxParticipantSeconds,
    [property: Between(5, 86_400)] int? SoloTimeoutSeconds,
    [property: Between(5, 86_400)] int? IdleTimeoutSeconds,
    BudgetRequest? Budget,
    BudgetRequest? SessionBudget,
    RoomRecordingRequest? Record) : IRoomFields;

/// <summary>Changes some of a room's settings: what is left out stays, what is null is reset.</summary>
/// <param name="MaxParticipants">As when it is created. LiveKit itself reads it when the next session begins; join tokens go by it at once.</param>
/// <param name="EmptyTimeoutSeconds">As when it is created; from the next session on.</param>
/// <param name="DepartureTimeoutSeconds">As when it is created; from the next session on.</param>
/// <param name="Metadata">As when it is created; who is in the room is told at once.</param>
/// <param name="Labels">As when it is created, in place of all the old ones; of who joins from now on.</param>
/// <param name="NotBefore">As when it is created.</param>
/// <param name="ExpiresAt">As when it is created.</param>
/// <param name="EndAtExpiry">As when it is created.</param>
/// <param name="MaxSessionSeconds">As when it is created; also of the session that goes on.</param>
/// <param name="MaxParticipantSeconds">As when it is created; also of who is connected.</param>
/// <param name="SoloTimeoutSeconds">As when it is created.</param>
/// <param name="IdleTimeoutSeconds">As when it is created.</param>
/// <param name="Budget">As when it is created.</param>
/// <param name="SessionBudget">As when it is created.</param>
/// <param name="Record">As when it is created; within 30 seconds also of the session that goes on. What is being recorded is not stopped by it.</param>
internal sealed record UpdateRoomRequest(
    [property: Between(1, 100_000)] int? MaxParticipants,
    [property: Between(1, 86_400)] int? EmptyTimeoutSeconds,
    [property: Between(1, 86_400)] int? DepartureTimeoutSeconds,
    [property: FreeText(64 * 1024)] string? Metadata,
    [property: Labels] Dictionary<string, string>? Labels,
    DateTimeOffset? NotBefore,
    DateTimeOffset? ExpiresAt,
    bool? EndAtExpiry,
    [property: Between(60, 2_592_000)] int? MaxSessionSeconds,
    [property: Between(60, 2_592_000)] int? MaxParticipantSeconds,
    [property: Between(5, 86_400)] int? SoloTimeoutSeconds,
    [property: Between(5, 86_400)] int? IdleTimeoutSeconds,
    BudgetRequest? Budget,
    BudgetRequest? SessionBudget,
    RoomRecordingRequest? Record) : IRoomFields;

/// <summary>So many participant-minutes, and what happens when they are used up.</summary>
/// <param name="Minutes">Participant-minutes of the kinds that are billed, 1 to 1,000,000,000.</param>
/// <param name="Action"><c>alert</c> (left out, this one): an event tells; <c>no_new_joins</c>: no join token is minted any more; <c>end</c>: and after the notice what goes on is ended.</param>
/// <param name="NoticeSeconds">With <c>end</c>: how long after the event it is before that happens, 0 to 86,400; left out, 60.</param>
internal sealed record BudgetRequest(
    [property: Needed("give the minutes"), Between(1, 1_000_000_000)] long? Minutes,
    [property: OneOf("alert", "no_new_joins", "end")] string? Action,
    [property: Between(0, 86_400)] int? NoticeSeconds);

/// <summary>How each session is recorded as a whole, from its first track on. An empty object records by LiveKit's and RelayKit's defaults.</summary>
/// <param name="Enabled">Left out, true; false where the tenant's <c>room_defaults</c> record and this room is not to be recorded.</param>
/// <param name="Layout">As in <c>POST /v1/recordings</c>.</param>
/// <param name="AudioOnly">Without video.</param>
/// <param name="VideoOnly">Without audio.</param>
/// <param name="Format">As in <c>POST /v1/recordings</c>.</param>
/// <param name="Preset">As in <c>POST /v1/recordings</c>.</param>
/// <param name="MaxDurationSeconds">As in <c>POST /v1/recordings</c>.</param>
/// <param name="ConsentConfirmed">That everybody who will be recorded has agreed. Needed unless the tenant has set <c>recording_consent_required</c> to false.</param>
internal sealed record RoomRecordingRequest(
    bool? Enabled,
    [property: Layout] string? Layout,
    bool? AudioOnly,
    bool? VideoOnly,
    [property: OneOf("mp4", "ogg", "mp3")] string? Format,
    [property: Preset] string? Preset,
    [property: Between(60, 86_400)] int? MaxDurationSeconds,
    bool? ConsentConfirmed);

/// <summary>The settings that a room is created and changed with.</summary>
internal interface IRoomFields
{
    int? MaxParticipants { get; }

    int? EmptyTimeoutSeconds { get; }

    int? DepartureTimeoutSeconds { get; }

    string? Metadata { get; }

    Dictionary<string, string>? Labels { get; }

    DateTimeOffset? NotBefore { get; }

    DateTimeOffset? ExpiresAt { get; }

    bool? EndAtExpiry { get; }

    int? MaxSessionSeconds { get; }

    int? MaxParticipantSeconds { get; }

    int? SoloTimeoutSeconds { get; }

    int? IdleTimeoutSeconds { get; }

    BudgetRequest? Budget { get; }

    BudgetRequest? SessionBudget { get; }

    RoomRecordingRequest? Record { get; }
}
