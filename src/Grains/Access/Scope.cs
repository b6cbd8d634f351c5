namespace RelayKit.Access;

/// <summary>
/// One thing that a caller may be allowed: a resource, and to read it or to change it. To change does not include to read. The numbers are places in
/// <see cref="ScopeSet"/>: one is given once and never again. <see cref="ScopeText"/> has the words.
/// </summary>
[GenerateSerializer, Alias("RelayKit.Scope")]
public enum Scope
{
    /// <summary>List rooms and look at one.</summary>
    RoomsRead = 0,

    /// <summary>Make, change and delete rooms, and revoke the tokens of one.</summary>
    RoomsWrite = 1,

    /// <summary>Mint join tokens.</summary>
    TokensWrite = 2,

    /// <summary>See who is in a room and who is kept out of it.</summary>
    ParticipantsRead = 3,

    /// <summary>Remove, mute, move or change whoever is in a room, and send them data.</summary>
    ParticipantsWrite = 4,

    /// <summary>Read the history of sessions.</summary>
    SessionsRead = 5,

    /// <summary>Read the meter, its series and its export.</summary>
    UsageRead = 6,

    /// <summary>Read the event log and its stream.</summary>
    EventsRead = 7,

    /// <summary>Read the tenant's settings, limits and roles of join tokens.</summary>
    TenantRead = 8,

    /// <summary>Change them.</summary>
    TenantWrite = 9,

    /// <summary>List API keys. No scope shows a key itself.</summary>
    ApiKeysRead = 10,

    /// <summary>Make, change, rotate and revoke API keys, within the scopes that the caller has itself.</summary>
    ApiKeysWrite = 11,

    /// <summary>List the tenant's accounts and invitations.</summary>
    AccountsRead = 12,

    /// <summary>Invite, change and remove accounts.</summary>
    AccountsWrite = 13,

    /// <summary>Read the log of requests.</summary>
    RequestLogsRead = 14,

    /// <summary>Read the audit log.</summary>
    AuditLogRead = 15,

    /// <summary>See what was asked for under privacy law, and fetch exports.</summary>
    PrivacyRead = 16,

    /// <summary>Ask for exports, erasure and restriction.</summary>
    PrivacyWrite = 17,

    /// <summary>List recordings and fetch them.</summary>
    RecordingsRead = 18,

    /// <summary>Start, stop and delete recordings.</summary>
    RecordingsWrite = 19,

    /// <summary>List streams to the outside.</summary>
    StreamsRead = 20,

    /// <summary>Start and stop them.</summary>
    StreamsWrite = 21,

    /// <summary>List ingress.</summary>
    IngressRead = 22,

    /// <summary>Make, change and delete ingress.</summary>
    IngressWrite = 23,

    /// <summary>List webhook endpoints and their deliveries.</summary>
    WebhookEndpointsRead = 24,

    /// <summary>Make, change, test and delete webhook endpoints.</summary>
    WebhookEndpointsWrite = 25,

    /// <summary>Read plans, the subscription and invoices.</summary>
    BillingRead = 26,

    /// <summary>Change the subscription.</summary>
    BillingWrite = 27,
}
