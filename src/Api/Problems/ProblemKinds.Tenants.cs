using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of tenants, their settings and their limits.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind TenantNotFound = new(
        "tenant_not_found", Status404NotFound,
        "No tenant has that id.",
        "Check the id; it begins with `ten_`.");

    public static readonly ProblemKind TenantSuspended = new(
        "tenant_suspended", Status403Forbidden,
        "The tenant is suspended, by the operator or since a payment is overdue; `detail` says why.",
        "Pay the open invoice, or ask the operator.");

    public static readonly ProblemKind TenantTerminated = new(
        "tenant_terminated", Status403Forbidden,
        "The tenant is to be deleted. Until then it can be read and exported, and nothing of it changed.",
        "Undo the deletion with `DELETE /v1/privacy/deletion` before its `erase_at`.");

    public static readonly ProblemKind SettingsChanged = new(
        "settings_changed", Status412PreconditionFailed,
        "`If-Match` names a version that is no longer the newest: somebody has changed the settings since.",
        "Read them again and repeat the change with the new `ETag`.");

    public static readonly ProblemKind RoleNotFound = new(
        "role_not_found", Status404NotFound,
        "The tenant has no role of that name.",
        "List the roles with `GET /v1/roles`.");

    public static readonly ProblemKind LimitReached = new(
        "limit_reached", Status409Conflict,
        "As many participants are connected, rooms live, recordings or streams going on, or ingresses there, as may be at once, or as much is recorded as may be in a billing period; `limit` says which.",
        "Wait until it is fewer, or raise the limit; `limit.raised_by` says who can.");

    public static readonly ProblemKind BudgetExhausted = new(
        "budget_exhausted", Status409Conflict,
        "A budget of participant-minutes is used up, and its action is to let nobody in any more; `limit` says which.",
        "Raise the budget; `limit.raised_by` says who can. A budget of a period begins anew with the next one.");

    public static readonly ProblemKind TooMany = new(
        "too_many", Status409Conflict,
        "The tenant has as many of these as it may have.",
        "Delete one that is not used any more.");

    public static readonly ProblemKind UnknownLiveKitCluster = new(
        "unknown_livekit_cluster", Status400BadRequest,
        "A LiveKit cluster was named that is not configured.",
        "Leave `livekit_cluster` out, or name one that is configured.");
}
