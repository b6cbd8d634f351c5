using RelayKit.Access;

namespace RelayKit.Accounts;

/// <summary>What each role may do.</summary>
public static class AccountRoleScopes
{
    private static readonly ScopeSet OfDevelopers = ScopeSet.Of(
        Scope.RoomsRead, Scope.RoomsWrite, Scope.TokensWrite, Scope.ParticipantsRead, Scope.ParticipantsWrite, Scope.SessionsRead, Scope.UsageRead,
        Scope.EventsRead, Scope.TenantRead, Scope.TenantWrite, Scope.ApiKeysRead, Scope.ApiKeysWrite, Scope.AccountsRead, Scope.RequestLogsRead,
        Scope.AuditLogRead, Scope.RecordingsRead, Scope.RecordingsWrite, Scope.StreamsRead, Scope.StreamsWrite, Scope.IngressRead, Scope.IngressWrite,
        Scope.WebhookEndpointsRead, Scope.WebhookEndpointsWrite);

    private static readonly ScopeSet OfBilling = ScopeSet.Of(
        Scope.BillingRead, Scope.BillingWrite, Scope.UsageRead, Scope.SessionsRead, Scope.TenantRead, Scope.AccountsRead);

    /// <summary>Everything that only looks, but for exports of all that is known of people.</summary>
    private static readonly ScopeSet OfReaders = ScopeSet.Of(
        Scope.RoomsRead, Scope.ParticipantsRead, Scope.SessionsRead, Scope.UsageRead, Scope.EventsRead, Scope.TenantRead, Scope.ApiKeysRead,
        Scope.AccountsRead, Scope.RequestLogsRead, Scope.AuditLogRead, Scope.RecordingsRead, Scope.StreamsRead, Scope.IngressRead,
        Scope.WebhookEndpointsRead, Scope.BillingRead);

    /// <summary>The scopes of a role.</summary>
    public static ScopeSet Scopes(this AccountRole role) => role switch
    {
        AccountRole.Owner => ScopeSet.All,
        AccountRole.Developer => OfDevelopers,
        AccountRole.Billing => OfBilling,
        _ => OfReaders,
    };
}
