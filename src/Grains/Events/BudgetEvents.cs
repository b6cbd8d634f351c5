using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Rooms;

namespace RelayKit.Events;

/// <summary>What the tenant's log says of budgets. Each threshold of a budget is told once in a period, or in a session.</summary>
internal static class BudgetEvents
{
    /// <summary>The event of a threshold that was met.</summary>
    /// <param name="room">Gives tenant and mode, and the room where the budget is a room's.</param>
    /// <param name="crossing">The threshold.</param>
    /// <param name="scope">What the budget counts over.</param>
    /// <param name="subject">Which label, room or session (LiveKit's sid); empty for the tenant.</param>
    /// <param name="periodStartMs">When the period, or the session, began.</param>
    public static EventRow Of(RoomKey room, BudgetCrossing crossing, LimitScope scope, string subject, long periodStartMs)
    {
        var type = crossing.Percent == 100 ? TenantEventTypes.UsageCapReached : TenantEventTypes.UsageThresholdReached;
        var fact = $"{scope}/{room.Mode.Letter()}/{crossing.Budget.Minutes}/{crossing.Percent}/{periodStartMs}";
        return new EventRow(
            // By when the period began: of when a threshold was met, a room or meter that has woken anew may think differently by a moment.
            FactId.Of(periodStartMs, type + fact, room.Tenant.Value, subject, ""),
            type,
            crossing.AtMs,
            TenantEventData.Budget(room, crossing, scope, subject));
    }
}
