using RelayKit.Abuse;
using RelayKit.Api.Requests.Rules;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.Abuse;

/// <summary>One time that a rule about abuse acted.</summary>
/// <param name="Id"><c>abu_…</c>.</param>
/// <param name="Rule"><c>mints</c>, <c>rooms</c>, <c>bad_keys</c> or <c>sign_ups</c>.</param>
/// <param name="TenantId">The tenant that it is about; null for an address.</param>
/// <param name="Address">The address that it is about, as a network; null for a tenant.</param>
/// <param name="Stage"><c>slowed</c>, <c>suspended</c> or <c>blocked</c>: how far the rule has gone.</param>
/// <param name="Count">The most that was counted: in a minute, of sign-ups in an hour unless configured otherwise.</param>
/// <param name="Threshold">What was passed.</param>
/// <param name="CreatedAt">When the rule acted first.</param>
/// <param name="StageAt">When the stage was reached.</param>
/// <param name="Until">When it ends by itself; null for a suspension.</param>
/// <param name="UndoneAt">When the operator has undone it; null when nobody has.</param>
/// <param name="ExemptUntil">Until when the rule leaves its subject alone since it was undone; null for not at all.</param>
internal sealed record AbuseIncidentResponse(
    string Id,
    string Rule,
    string? TenantId,
    string? Address,
    string Stage,
    int Count,
    int Threshold,
    DateTimeOffset CreatedAt,
    DateTimeOffset StageAt,
    DateTimeOffset? Until,
    DateTimeOffset? UndoneAt,
    DateTimeOffset? ExemptUntil)
{
    public static AbuseIncidentResponse Of(AbuseIncident incident) => new(
        PublicId.Format(PublicId.AbuseIncident, incident.Id),
        incident.Rule.Word(),
        incident.Tenant is { } tenant ? new TenantId(tenant).ToString() : null,
        incident.Address,
        incident.Stage.Word(),
        incident.Count,
        incident.Threshold,
        UuidVersion7.InstantOf(incident.Id),
        incident.StageAt,
        incident.Until,
        incident.UndoneAt,
        incident.ExemptUntil);
}

/// <summary>Undoes what a rule did.</summary>
/// <param name="ExemptSeconds">How long the rule leaves its subject alone: 0 to 2,592,000. Left out, 86,400: a day.</param>
internal sealed record UndoAbuseIncidentRequest([property: Between(0, 2_592_000)] int? ExemptSeconds);
