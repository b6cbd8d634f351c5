using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Outbox;
using RelayKit.Secrets;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Webhooks;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>An event to an endpoint: it arrives, signed, and again only where a process died between the arrival and its note.</summary>
internal sealed class WebhookCrashes : CrashScene
{
    private readonly TenantId _tenant = TenantId.New(TimeProvider.System);
    private readonly WebhookSecret _secret = WebhookSecret.Generate();
    private readonly ConcurrentDictionary<string, int> _arrived;
    private readonly List<string> _told = [];
    private Guid _endpoint;

    private WebhookCrashes(PostgresFixture postgres, Gate gate, ConcurrentDictionary<string, int> arrived)
        : base(postgres, gate) => _arrived = arrived;

    public override string Kind => OutboxKinds.Webhook;

    /// <summary>As src/Storage/Webhooks/WebhookSender.cs has it.</summary>
    public override TimeSpan Lease => TimeSpan.FromSeconds(45);

    public static async Task<WebhookCrashes> CreateAsync(PostgresFixture postgres)
    {
        await Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.outbox; delete from relaykit.webhook_endpoints");
        var arrived = new ConcurrentDictionary<string, int>();
        WebhookCrashes? scene = null;
        var gate = await Gate.BeforeAsync((_, request, body) =>
        {
            Assert.Equal(WebhookVerdict.Valid, scene!.Verify(request, body));
            arrived.AddOrUpdate(request.Headers["webhook-id"].ToString(), 1, static (_, times) => times + 1);
            return Task.FromResult((StatusCodes.Status200OK, Array.Empty<byte>()));
        });
        scene = new WebhookCrashes(postgres, gate, arrived);
        scene.Set("RelayKit__TenantWebhooks__AllowHttp", "true");
        scene.Set("RelayKit__Outgoing__AllowPrivateAddresses", "true");
        await scene.AddEndpointAsync();
        return scene;
    }

    public override async Task<(Guid Message, string Mark)> CauseAsync()
    {
        var id = Guid.CreateVersion7();
        await using var batch = Postgres.Sources.Jobs.CreateBatch();
        LedgerBatchWriter.AddEvents(
            batch,
            [(_tenant.Value, new RelayKit.Ledger.EventRow(id, TenantEventTypes.RoomStarted, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), """{"mode":"live","room":"lobby"}"""))],
            LedgerSql.AppendEvents);
        await batch.ExecuteNonQueryAsync();
        var mark = PublicId.Format(PublicId.Event, id);
        _told.Add(mark);
        await using var read = Postgres.Sources.Jobs.CreateCommand("select webhook_delivery_id($1, $2)");
        read.Parameters.AddWithValue(_endpoint);
        read.Parameters.AddWithValue(id);
        return ((Guid)(await read.ExecuteScalarAsync())!, mark);
    }

    public override Task VerifyAsync(CrashStep step, int runs)
    {
        Assert.Equal(_told.Order(StringComparer.Ordinal), _arrived.Keys.Order(StringComparer.Ordinal));
        Assert.All(_arrived.Values, times => Assert.Equal(step is CrashStep.Arrived or CrashStep.Answered or CrashStep.Recording ? 2 : 1, times));
        return Task.CompletedTask;
    }

    private WebhookVerdict Verify(HttpRequest request, byte[] body) => WebhookSignature.Verify(
        [_secret],
        request.Headers["webhook-id"],
        request.Headers["webhook-timestamp"],
        request.Headers["webhook-signature"],
        body,
        DateTimeOffset.UtcNow + Ahead);

    private async Task AddEndpointAsync()
    {
        _endpoint = Guid.CreateVersion7();
        var now = DateTimeOffset.UtcNow;
        await Services.GetRequiredService<IWebhookEndpointStore>().AddAsync(
            new WebhookEndpoint
            {
                Tenant = _tenant,
                Id = _endpoint,
                Mode = Mode.Live,
                Url = $"{Gate.Url}/hooks",
                Types = [],
                IsEnabled = true,
                Secret = Services.GetRequiredService<ISecretProtector>().Protect(IWebhookEndpointStore.Purpose, _tenant, _secret.ToBytes()),
                CreatedAt = now,
                UpdatedAt = now,
                Version = 1,
            },
            10,
            CancellationToken.None);
    }
}
