using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Limits;

/// <summary>Whether the tenant's limits and budgets let somebody in. Decides, and does no I/O.</summary>
internal static class TenantAdmission
{
    /// <summary>Why not; null when they do.</summary>
    /// <param name="policy">The tenant's limits.</param>
    /// <param name="standing">What is used of them.</param>
    /// <param name="mode">Budgets are of live mode alone.</param>
    /// <param name="room">The room that they are to join.</param>
    /// <param name="joining">The labels of each who is to join.</param>
    public static Error? Refusal(TenantPolicy policy, TenantStanding standing, Mode mode, Room room, IEnumerable<LabelSet> joining)
    {
        var labels = joining.ToList();
        if (policy.LimitOf(LimitNames.LiveRooms) is { } rooms && room.Status == RoomStatus.Idle && standing.LiveRooms >= rooms.Value)
        {
            return Reached(rooms with { Used = standing.LiveRooms }, "rooms are live");
        }

        if (policy.LimitOf(LimitNames.Participants) is { } participants && standing.Participants + labels.Count > participants.Value)
        {
            return Reached(participants with { Used = standing.Participants }, "participants are connected");
        }

        return Full(policy, standing, labels) ?? (mode != Mode.Live ? null : UsedUp(standing, labels));
    }

    private static Error? Full(TenantPolicy policy, TenantStanding standing, List<LabelSet> joining)
    {
        foreach (var limit in policy.Settings.LabelLimits)
        {
            if (limit.Participants is { } most
                && joining.Count(labels => labels.Labels.Contains(limit.Label)) is > 0 and var many
                && standing.ParticipantsOf(limit.Label) is { } used
                && used + many > most)
            {
                return Reached(
                    new ReachedLimit(LimitNames.Participants, LimitScope.Label, limit.Label.ToString(), most, used, LimitOwner.Tenant),
                    "participants are connected");
            }
        }

        return null;
    }

    private static Error? UsedUp(TenantStanding standing, List<LabelSet> joining)
    {
        foreach (var budget in standing.Budgets)
        {
            if (budget is { IsUsedUp: true, Action: not BudgetAction.Alert } && Concerns(budget.Limit, joining))
            {
                return new Error(
                    ErrorCode.BudgetExhausted,
                    $"The budget of {budget.Limit.Value} participant-minutes of {Over(budget.Limit)} is used up. It can be raised by the {budget.Limit.RaisedBy.Word()}.")
                {
                    Limit = budget.Limit,
                };
            }
        }

        return null;
    }

    private static bool Concerns(ReachedLimit budget, List<LabelSet> joining) =>
        budget.Scope == LimitScope.Tenant
        || (Label.TryParse(budget.Subject, out var label) && joining.Any(labels => labels.Labels.Contains(label)));

    private static Error Reached(ReachedLimit limit, string what) => new(
        ErrorCode.LimitReached,
        $"{limit.Used} {what}, and the limit of {Over(limit)} is {limit.Value}. It can be raised by the {limit.RaisedBy.Word()}.")
    {
        Limit = limit,
    };

    private static string Over(ReachedLimit limit) => limit.Scope == LimitScope.Label ? $"label {limit.Subject}" : "the tenant";
}
