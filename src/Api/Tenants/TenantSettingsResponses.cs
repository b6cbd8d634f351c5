using RelayKit.Api.Rooms;
using RelayKit.Api.Tokens;
using RelayKit.Limits;
using RelayKit.Roles;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>A tenant with its settings.</summary>
/// <param name="Id"><c>ten_…</c>.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Status"><c>active</c> or <c>suspended</c>.</param>
/// <param name="SuspendedReason">Why it is suspended; null when it is not.</param>
/// <param name="SuspendedAt">Since when it is suspended; null when it is not.</param>
/// <param name="SessionsEndAt">When the sessions of a suspended tenant are ended; null when it is not suspended.</param>
/// <param name="LivekitCluster">The LiveKit cluster that new rooms live on.</param>
/// <param name="Version">Counts the changes of the settings; the <c>ETag</c> names it.</param>
/// <param name="RoomDefaults">What a new room has where its creation says nothing.</param>
/// <param name="Limits">The tenant's own limits.</param>
/// <param name="Budget">What all live rooms together may use in a billing period; null for no budget.</param>
/// <param name="AlertThresholds">At which percentages of a budget to warn.</param>
/// <param name="LabelLimits">What labels may use.</param>
/// <param name="RecordingConsentRequired">Whether each start of a recording or stream has to say that everybody has agreed.</param>
/// <param name="OperatorLimits">The operator's limits; of two limits the lower one holds.</param>
/// <param name="OperatorBudget">The operator's budget in a billing period; null for none.</param>
/// <param name="OperatorRateLimits">The operator's rates for this tenant; null for the defaults.</param>
internal sealed record TenantSettingsResponse(
    string Id,
    string Name,
    DateTimeOffset CreatedAt,
    string Status,
    string? SuspendedReason,
    DateTimeOffset? SuspendedAt,
    DateTimeOffset? SessionsEndAt,
    string LivekitCluster,
    long Version,
    RoomDefaultsResponse RoomDefaults,
    LimitsResponse Limits,
    BudgetResponse? Budget,
    IReadOnlyList<int> AlertThresholds,
    IReadOnlyList<LabelLimitResponse> LabelLimits,
    bool RecordingConsentRequired,
    LimitsResponse OperatorLimits,
    BudgetResponse? OperatorBudget,
    RateLimitsResponse? OperatorRateLimits)
{
    public static TenantSettingsResponse Of(Tenant tenant, TenantPolicy policy) => new(
        tenant.Id.ToString(),
        tenant.Name,
        tenant.CreatedAt,
        policy.Suspension is null ? "active" : "suspended",
        policy.Suspension?.Reason,
        policy.Suspension?.Since,
        policy.Suspension?.SessionsEndAt,
        policy.LiveKitCluster,
        policy.Version,
        RoomDefaultsResponse.Of(policy.Settings.RoomDefaults),
        LimitsResponse.Of(policy.Settings.Limits),
        BudgetResponse.Of(policy.Settings.Budget),
        policy.Settings.AlertThresholds,
        [.. policy.Settings.LabelLimits.Select(LabelLimitResponse.Of)],
        policy.Settings.RecordingConsentRequired,
        LimitsResponse.Of(policy.OperatorLimits),
        BudgetResponse.Of(policy.OperatorBudget),
        RateLimitsResponse.Of(policy.RateLimits));
}

/// <summary>What a new room has where its creation says nothing.</summary>
/// <param name="MaxParticipants">As in <c>POST /v1/rooms</c>; null for no limit.</param>
/// <param name="EmptyTimeoutSeconds">As in <c>POST /v1/rooms</c>; null for LiveKit's default.</param>
/// <param name="DepartureTimeoutSeconds">As in <c>POST /v1/rooms</c>; null for LiveKit's default.</param>
/// <param name="MaxSessionSeconds">As in <c>POST /v1/rooms</c>; null for never.</param>
/// <param name="MaxParticipantSeconds">As in <c>POST /v1/rooms</c>; null for never.</param>
/// <param name="SoloTimeoutSeconds">As in <c>POST /v1/rooms</c>; null for never.</param>
/// <param name="IdleTimeoutSeconds">As in <c>POST /v1/rooms</c>; null for never.</param>
/// <param name="Record">As in <c>POST /v1/rooms</c>; null when nothing is recorded unless it is asked for.</param>
internal sealed record RoomDefaultsResponse(
    int? MaxParticipants,
    int? EmptyTimeoutSeconds,
    int? DepartureTimeoutSeconds,
    int? MaxSessionSeconds,
    int? MaxParticipantSeconds,
    int? SoloTimeoutSeconds,
    int? IdleTimeoutSeconds,
    RoomRecordingResponse? Record)
{
    public static RoomDefaultsResponse Of(RoomSettings settings) => new(
        settings.MaxParticipants,
        settings.EmptyTimeoutSeconds,
        settings.DepartureTimeoutSeconds,
        settings.Rules?.MaxSessionSeconds,
        settings.Rules?.MaxParticipantSeconds,
        settings.Rules?.SoloTimeoutSeconds,
        settings.Rules?.IdleTimeoutSeconds,
        RoomRecordingResponse.Of(settings.Recording));
}

/// <summary>Limits that one side has set.</summary>
/// <param name="Participants">Participants that are connected at once; null for no limit.</param>
/// <param name="LiveRooms">Rooms that are live at once; null for no limit.</param>
/// <param name="ParticipantsPerRoom">Participants in any one room at once; null for no limit.</param>
/// <param name="Recordings">Recordings that go on at once; null for no limit.</param>
/// <param name="Streams">Streams that go out at once; null for no limit.</param>
/// <param name="RecordingMinutes">Minutes of recordings in a billing period; null for no limit.</param>
/// <param name="RecordingBytes">Bytes of the recordings that end in a billing period; null for no limit.</param>
/// <param name="Ingresses">Ingresses that there are at once; null for none but the operator's default, which <c>GET /v1/limits</c> says.</param>
internal sealed record LimitsResponse(
    int? Participants,
    int? LiveRooms,
    int? ParticipantsPerRoom,
    int? Recordings,
    int? Streams,
    int? RecordingMinutes,
    long? RecordingBytes,
    int? Ingresses)
{
    public static LimitsResponse Of(LimitSet limits) => new(
        limits.Participants,
        limits.LiveRooms,
        limits.ParticipantsPerRoom,
        limits.Recordings,
        limits.Streams,
        limits.RecordingMinutes,
        limits.RecordingBytes,
        limits.Ingresses);
}

/// <summary>What whatever carries a label may use.</summary>
/// <param name="Label">The label, as <c>name=value</c>.</param>
/// <param name="Participants">Participants with it that are connected at once; null for no limit.</param>
/// <param name="Budget">Participant-minutes in a billing period; null for no limit.</param>
internal sealed record LabelLimitResponse(string Label, int? Participants, BudgetResponse? Budget)
{
    public static LabelLimitResponse Of(LabelLimit limit) => new(limit.Label.ToString(), limit.Participants, BudgetResponse.Of(limit.Budget));
}

/// <summary>How fast requests may come.</summary>
/// <param name="ApiPointsPerSecond">Cost points a second; null for the default.</param>
/// <param name="ApiBurst">Cost points at once; null for the default.</param>
/// <param name="MintsPerSecond">Join tokens a second; null for the default.</param>
/// <param name="MintBurst">Join tokens at once; null for the default.</param>
internal sealed record RateLimitsResponse(int? ApiPointsPerSecond, int? ApiBurst, int? MintsPerSecond, int? MintBurst)
{
    public static RateLimitsResponse? Of(RateLimitSet? rates) =>
        rates is null ? null : new RateLimitsResponse(rates.ApiPointsPerSecond, rates.ApiBurst, rates.MintsPerSecond, rates.MintBurst);
}

/// <summary>A role.</summary>
/// <param name="Name">Its name.</param>
/// <param name="BuiltIn">Whether every tenant has it; such a role cannot be changed.</param>
/// <param name="Permissions">What it grants.</param>
internal sealed record RoleResponse(string Name, bool BuiltIn, GrantsResponse Permissions)
{
    public static RoleResponse Of(Role role) => new(role.Name, Role.BuiltIn.ContainsKey(role.Name), TokenGrants.ToResponse(role.Grants));
}
