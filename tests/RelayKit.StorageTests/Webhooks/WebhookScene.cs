using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Events;
using RelayKit.Secrets;
using RelayKit.Storage.Outbox;
using RelayKit.Storage.Webhooks;
using RelayKit.StorageTests.Events;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.StorageTests.Webhooks;

/// <summary>Endpoints of tenants, the real sender, and a receiver that a test plays. Of one database; nothing waits in its outbox when it begins.</summary>
internal sealed class WebhookScene : IDisposable
{
    private readonly OutboxInstruments _instruments = new();
    private readonly EventDatabase _database;
    private readonly WebhookClient _client;
    private readonly WebhookOptions _options;

    private WebhookScene(EventDatabase database, WebhookOptions options)
    {
        (_database, _options) = (database, options);
        Endpoints = new PostgresWebhookEndpointStore(database.Sources);
        Deliveries = new PostgresWebhookDeliveryStore(database.Sources, Time);
        _client = new WebhookClient(
            allowPrivate: false, allowHttp: true, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), Receiver.ConnectAsync);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(EventDatabase.StartMs).AddDays(10));

    public PlainProtector Protector { get; } = new();

    public PlayedReceiver Receiver { get; } = new();

    public PostgresWebhookEndpointStore Endpoints { get; }

    public PostgresWebhookDeliveryStore Deliveries { get; }

    public WebhookSender Sender => field ??= new WebhookSender(
        _client, new WebhookReader(_database.Sources), Protector, Options.Create(_options), Time, NullLogger<WebhookSender>.Instance);

    public static async Task<WebhookScene> SetAsync(EventDatabase database, WebhookOptions? options = null)
    {
        await using var delete = database.Sources.Jobs.CreateCommand("delete from outbox; delete from webhook_endpoints");
        await delete.ExecuteNonQueryAsync();
        return new WebhookScene(database, options ?? new WebhookOptions { AllowHttp = true });
    }

    public async Task<WebhookEndpoint> EndpointAsync(TenantId tenant, Mode mode = Mode.Live, string path = "hooks", bool isEnabled = true, params string[] types)
    {
        var endpoint = new WebhookEndpoint
        {
            Tenant = tenant,
            Id = Guid.CreateVersion7(),
            Mode = mode,
            Url = $"http://example.com/{path}",
            Types = [.. types],
            IsEnabled = isEnabled,
            Secret = Protector.Protect(IWebhookEndpointStore.Purpose, tenant, WebhookSecret.Generate().ToBytes()),
            CreatedAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
            Version = 1,
        };
        return (await Endpoints.AddAsync(endpoint, 1000, CancellationToken.None))!;
    }

    /// <summary>An event that happens now.</summary>
    public LoggedEvent Event(string type = TenantEventTypes.RoomStarted, Mode? mode = Mode.Live) =>
        EventDatabase.Event(type, Time.GetUtcNow().ToUnixTimeMilliseconds(), mode, "standup");

    public async Task<LoggedEvent> TellAsync(TenantId tenant, string type = TenantEventTypes.RoomStarted, Mode? mode = Mode.Live)
    {
        var one = Event(type, mode);
        await _database.AppendAsync(tenant, one);
        return one;
    }

    /// <summary>A process takes what is due once, and sends it.</summary>
    public async Task<int> SendAsync()
    {
        using var dispatcher = new OutboxDispatcher(_database.Sources, Sender, _instruments, Time, NullLogger<OutboxDispatcher>.Instance);
        return await dispatcher.SendDueAsync(CancellationToken.None);
    }

    public async Task<WebhookEndpoint> ReadAsync(WebhookEndpoint endpoint) => (await Endpoints.FindAsync(endpoint.Tenant, endpoint.Id, CancellationToken.None))!;

    public async Task<WebhookAttempt[]> LastAsync(WebhookEndpoint endpoint) =>
        [.. (await Deliveries.ListAsync(new WebhookDeliveryQuery(endpoint.Tenant, endpoint.Id, 100), CancellationToken.None)).Last];

    /// <summary>What waits to be sent: to which endpoint, which event.</summary>
    public async Task<List<(Guid Endpoint, Guid Event)>> WaitingAsync()
    {
        await using var select = _database.Sources.Jobs.CreateCommand("select destination::uuid, subject from outbox where kind = 'webhook' order by place");
        await using var reader = await select.ExecuteReaderAsync();
        var waiting = new List<(Guid, Guid)>();
        while (await reader.ReadAsync())
        {
            waiting.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        return waiting;
    }

    public void Dispose()
    {
        _instruments.Dispose();
        _client.Dispose();
        Receiver.Dispose();
    }

    /// <summary>Seals nothing, so that a test can read what is stored.</summary>
    internal sealed class PlainProtector : ISecretProtector
    {
        public byte[] Protect(SecretPurpose purpose, TenantId tenant, byte[] plain) => plain;

        public byte[] Unprotect(SecretPurpose purpose, TenantId tenant, byte[] secret) => secret;
    }
}
