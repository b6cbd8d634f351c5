using RelayKit.Api.Requests.Rules;
using RelayKit.Api.Rooms;

namespace RelayKit.Api.Tenants;

/// <summary>Changes some of the tenant's settings: what is left out stays, what is null is reset. What is an object or a list is replaced whole.</summary>
/// <param name="RoomDefaults">What a new room has where its creation says nothing.</param>
/// <param name="Limits">The tenant's own limits; the operator's hold besides.</param>
/// <param name="Budget">What all live rooms together may use in a billing period.</param>
/// <param name="AlertThresholds">At which percentages of a budget to warn: up to 10, each 1 to 99. Left out at first, 70 and 90.</param>
/// <param name="LabelLimits">What labels may use: up to 1,000.</param>
/// <param name="RecordingConsentRequired">Whether each start of a recording or stream has to say that everybody has agreed. Left out at first, it has to.</param>
internal sealed record UpdateTenantRequest(
    RoomDefaultsRequest? RoomDefaults,
    LimitsRequest? Limits,
    BudgetRequest? Budget,
    [property: Percentages] IReadOnlyList<int>? AlertThresholds,
    [property: Items(0, 1000)] IReadOnlyList<LabelLimitRequest>? LabelLimits,
    bool? RecordingConsentRequired);

/// <summary>What a new room has where its creation says nothing.</summary>
/// <param name="MaxParticipants">As in <c>POST /v1/rooms</c>.</param>
/// <param name="EmptyTimeoutSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="DepartureTimeoutSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="MaxSessionSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="MaxParticipantSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="SoloTimeoutSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="IdleTimeoutSeconds">As in <c>POST /v1/rooms</c>.</param>
/// <param name="Record">As in <c>POST /v1/rooms</c>.</param>
internal sealed record RoomDefaultsRequest(
    [property: Between(1, 100_000)] int? MaxParticipants,
    [property: Between(1, 86_400)] int? EmptyTimeoutSeconds,
    [property: Between(1, 86_400)] int? DepartureTimeoutSeconds,
    [property: Between(60, 2_592_000)] int? MaxSessionSeconds,
    [property: Between(60, 2_592_000)] int? MaxParticipantSeconds,
    [property: Between(5, 86_400)] int? SoloTimeoutSeconds,
    [property: Between(5, 86_400)] int? IdleTimeoutSeconds,
    RoomRecordingRequest? Record);

/// <summary>Limits; what is left out is not limited.</summary>
/// <param name="Participants">Participants that are connected at once, agents and recorders not counted; in each mode.</param>
/// <param name="LiveRooms">Rooms that are live at once; in each mode.</param>
/// <param name="ParticipantsPerRoom">Participants in any one room at once.</param>
/// <param name="Recordings">Recordings that go on at once; in each mode.</param>
/// <param name="Streams">Streams that go out at once; in each mode.</param>
/// <param name="RecordingMinutes">Minutes of recordings in a billing period; in each mode.</param>
/// <param name="RecordingBytes">Bytes of the recordings that end in a billing period; in each mode.</param>
/// <param name="Ingresses">Ingresses that there are at once; in each mode. Left out, the operator's limit alone holds.</param>
internal sealed record LimitsRequest(
    [property: Between(0, 10_000_000)] int? Participants,
    [property: Between(0, 10_000_000)] int? LiveRooms,
    [property: Between(1, 100_000)] int? ParticipantsPerRoom,
    [property: Between(0, 1_000_000)] int? Recordings,
    [property: Between(0, 1_000_000)] int? Streams,
    [property: Between(0, 1_000_000_000)] int? RecordingMinutes,
    [property: Between(0, 1_000_000_000_000_000)] long? RecordingBytes,
    [property: Between(0, 100_000)] int? Ingresses);

/// <summary>What whatever carries a label may use.</summary>
/// <param name="Label">The label, as <c>name=value</c>.</param>
/// <param name="Participants">Participants with it that are connected at once; left out, no limit.</param>
/// <param name="Budget">Participant-minutes in a billing period; left out, no limit.</param>
internal sealed record LabelLimitRequest(
    [property: Needed("give the label"), LabelText] string? Label,
    [property: Between(0, 10_000_000)] int? Participants,
    BudgetRequest? Budget);

/// <summary>A role's rights.</summary>
/// <param name="Permissions">What it grants; what is left out is not granted.</param>
internal sealed record SetRoleRequest([property: Needed("say what the role grants")] Tokens.GrantsRequest? Permissions);

/// <summary>Changes the operator's limits of a tenant; replaced whole.</summary>
/// <param name="Limits">Limits.</param>
/// <param name="Budget">What all live rooms together may use in a billing period.</param>
/// <param name="RateLimits">How fast requests may come.</param>
internal sealed record SetTenantLimitsRequest(LimitsRequest? Limits, BudgetRequest? Budget, RateLimitsRequest? RateLimits);

/// <summary>How fast requests may come; what is left out is as the operator's configuration has it.</summary>
/// <param name="ApiPointsPerSecond">Cost points a second: a read is 1, a write 3, an expensive start 10.</param>
/// <param name="ApiBurst">Cost points at once.</param>
/// <param name="MintsPerSecond">Join tokens a second.</param>
/// <param name="MintBurst">Join tokens at once.</param>
internal sealed record RateLimitsRequest(
    [property: Between(1, 1_000_000)] int? ApiPointsPerSecond,
    [property: Between(1, 10_000_000)] int? ApiBurst,
    [property: Between(1, 1_000_000)] int? MintsPerSecond,
    [property: Between(1, 10_000_000)] int? MintBurst);

/// <summary>Suspends a tenant.</summary>
/// <param name="Reason">Why, in words that the tenant reads: 1 to 500 characters.</param>
/// <param name="GraceSeconds">How long sessions that go on may go on: 0 to 86,400, 0 to end them at once. Left out, 300.</param>
internal sealed record SuspendTenantRequest(
    [property: Needed("say why"), Title(500)] string? Reason, [property: Between(0, 86_400)] int? GraceSeconds);
