using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RelayKit.Abuse;
using RelayKit.Accounts;
using RelayKit.ApiKeys;
using RelayKit.AuditLog;
using RelayKit.Bandwidth;
using RelayKit.Billing;
using RelayKit.Events;
using RelayKit.Idempotency;
using RelayKit.Ingress;
using RelayKit.Ledger;
using RelayKit.Notices;
using RelayKit.Outbox;
using RelayKit.Privacy;
using RelayKit.Reconciliation;
using RelayKit.Recordings;
using RelayKit.RequestLogs;
using RelayKit.Retention;
using RelayKit.Rooms;
using RelayKit.Sessions;
using RelayKit.Storage.Abuse;
using RelayKit.Storage.Accounts;
using RelayKit.Storage.ApiKeys;
using RelayKit.Storage.AuditLog;
using RelayKit.Storage.Bandwidth;
using RelayKit.Storage.Billing;
using RelayKit.Storage.Events;
using RelayKit.Storage.Idempotency;
using RelayKit.Storage.Ingress;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Mail;
using RelayKit.Storage.Notices;
using RelayKit.Storage.ObjectStorage;
using RelayKit.Storage.Outbox;
using RelayKit.Storage.Outgoing;
using RelayKit.Storage.Privacy;
using RelayKit.Storage.Reconciliation;
using RelayKit.Storage.Recordings;
using RelayKit.Storage.RequestLogs;
using RelayKit.Storage.Retention;
using RelayKit.Storage.Rooms;
using RelayKit.Storage.Secrets;
using RelayKit.Storage.Sessions;
using RelayKit.Storage.Tenants;
using RelayKit.Storage.Usage;
using RelayKit.Storage.Watching;
using RelayKit.Storage.Webhooks;
using RelayKit.Tenants;
using RelayKit.Usage;
using RelayKit.Usage.Export;
using RelayKit.Usage.Series;
using RelayKit.Watching;

namespace RelayKit.Storage;

/// <summary>Registers PostgreSQL behind RelayKit's ports.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>What a process needs to read tenants' rows and look keys up: the stores and their pools.</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRelayKitPostgres(configuration);
        services.AddSecrets(configuration);
        services.AddOutgoing();
        services.AddObjectStorage();
        services.AddWebhookStores();
        services.AddSingleton<ITenantStore, PostgresTenantStore>();
        services.AddSingleton<IApiKeyStore, PostgresApiKeyStore>();
        services.AddSingleton<IAccountStore, PostgresAccountStore>();
        services.AddSingleton<IAccountTokenStore, PostgresAccountTokenStore>();
        services.AddSingleton<IAccountSessionStore, PostgresAccountSessionStore>();
        services.AddSingleton<IAccountMoveStore, PostgresAccountMoveStore>();
        services.AddSingleton<IInvitationStore, PostgresInvitationStore>();
        services.AddSingleton<IRoomStore, PostgresRoomStore>();
        services.AddSingleton<IRecordingStore, PostgresRecordingStore>();
        services.AddSingleton<IRecordingFileStore, PostgresRecordingFileStore>();
        services.AddSingleton<RecordingPlaces>();
        services.AddSingleton<ManagedFiles>();
        services.AddSingleton<IIngressStore, PostgresIngressStore>();
        services.AddSingleton<ISessionStore, PostgresSessionStore>();
        services.AddSingleton<IUsageStore, PostgresUsageStore>();
        services.AddSingleton<IUsageSeriesStore, PostgresUsageSeriesStore>();
        services.AddSingleton<IUsageExportStore, PostgresUsageExportStore>();
        services.AddSingleton<IEventLog, PostgresEventLog>();
        services.AddSingleton<IEventLogEnds, PostgresEventLogEnds>();
        services.AddSingleton<IReconciliationStore, PostgresReconciliationStore>();
        services.AddSingleton<IWatchStore, PostgresWatchStore>();
        services.AddSingleton<IBandwidthStore, PostgresBandwidthStore>();
        services.AddSingleton<IAbuseStore, PostgresAbuseStore>();
        services.AddSingleton<IProviderEventStore, PostgresProviderEventStore>();
        services.AddSingleton<IIdempotencyStore, PostgresIdempotencyStore>();
        services.AddSingleton<IRequestLogStore, PostgresRequestLogStore>();
        services.AddSingleton<IRetentionRunStore, PostgresRetentionRunStore>();
        services.AddMailStores();
        services.AddSingleton<IAuditLog, PostgresAuditLog>();
        services.AddSingleton<IExportStore, PostgresExportStore>();
        services.AddOptions<PrivacyOptions>().BindConfiguration(PrivacyOptions.Section);
        services.AddSingleton<ICertificateKeys, CertificateKeys>();
        services.AddSingleton<ITenantDeletionStore, PostgresTenantDeletionStore>();
        services.AddSingleton<IRestrictionStore, PostgresRestrictionStore>();
        services.AddSingleton<IEndUserErasure, PostgresEndUserErasure>();
        services.AddSingleton<INoticeStore, PostgresNoticeStore>();
        services.AddBilling();
        services.AddSingleton<IOutbox, PostgresOutbox>();
        services.AddSingleton<OutboxInstruments>();
        services.AddHostedService<PostgresWatch>();

        // A fault that a grain has met has to reach its caller in another process as what it is. Orleans drops an answer that it cannot
        // write, and the caller waits until its time is up.
        services.Configure<ExceptionSerializationOptions>(faults =>
        {
            faults.SupportedNamespacePrefixes.Add(nameof(Npgsql));
            faults.SupportedNamespacePrefixes.Add(nameof(RelayKit));
        });
        services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres", tags: [HealthTags.Ready]);
        return services;
    }

    /// <summary>
    /// What a silo needs besides: the ledger's writer. Registered before Orleans, so that it stops after it, when the last
    /// grain has written its last.
    /// </summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PostgresLedger>();
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<PostgresLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<PostgresLedger>());
        services.AddHealthChecks().AddCheck<LedgerHealthCheck>("ledger", tags: [HealthTags.Ready]);
        return services;
    }

    /// <summary>Adds the making of exports, the erasure of tenants and the sending of notices. One process would do; several share the work.</summary>
    public static IServiceCollection AddPrivacyWork(this IServiceCollection services)
    {
        services.AddHostedService<ExportWorker>();
        services.AddSingleton<TenantErasure>();
        services.AddSingleton<IRetentionStep, RecordingRetention>();
        services.AddSingleton<IAccountAddresses, PostgresAccountAddresses>();
        services.AddHostedService<NoticeSender>();
        return services.AddSingleton<IRetentionStep, TenantErasureStep>();
    }

    /// <summary>Adds the sending of mails. One process would do; several share the work.</summary>
    public static IServiceCollection AddMailSending(this IServiceCollection services) => services.AddMailSender();

    /// <summary>Adds the removal of idempotency keys that have expired. One process would do; several do no harm.</summary>
    public static IServiceCollection AddIdempotencyKeyRemoval(this IServiceCollection services) =>
        services.AddHostedService<IdempotencyKeyRemoval>();

    /// <summary>Adds the removal of sessions, mailed tokens and invitations that have run out, and of addresses to which mail had stopped and that are nobody's any more. One process would do; several do no harm.</summary>
    public static IServiceCollection AddAccountRemoval(this IServiceCollection services) =>
        services.AddHostedService<AccountRemoval>();

    /// <summary>Adds the sending of tenants' webhooks. One process would do; several share the work.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services.AddWebhookSending();
}
