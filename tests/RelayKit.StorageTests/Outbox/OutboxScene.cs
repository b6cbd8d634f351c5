using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox;

/// <summary>An outbox whose messages are all of one kind that no other test has.</summary>
internal sealed class OutboxScene(PostgresFixture postgres) : IDisposable
{
    private readonly OutboxInstruments _instruments = new();

    public FakeTimeProvider Time { get; init; } = new(DateTimeOffset.Parse("2026-11-27T12:00:00Z", null));

    public string Kind { get; } = $"test-{Guid.NewGuid():n}";

    public PostgresOutbox Outbox { get; } = new(postgres.Sources);

    public PlayedSender Sender => field ??= new PlayedSender(Kind);

    public OutboxDispatcher Dispatcher(PlayedSender sender) => new(postgres.Sources, sender, _instruments, Time, NullLogger<OutboxDispatcher>.Instance);

    public OutboxMessage Message(string destination = "somewhere") => new()
    {
        Id = Guid.NewGuid(),
        Kind = Kind,
        Destination = destination,
        Tenant = TenantId.New(Time),
        Body = new byte[] { 1, 2, 3 },
        CreatedAt = Time.GetUtcNow(),
    };

    public async Task<OutboxMessage[]> AddAsync(int count, string destination = "somewhere")
    {
        OutboxMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => Message(destination))];
        await Outbox.AddAsync(messages, CancellationToken.None);
        return messages;
    }

    /// <summary>A process takes what is due once, and sends it.</summary>
    public async Task<int> SendAsync(PlayedSender? sender = null)
    {
        using var dispatcher = Dispatcher(sender ?? Sender);
        return await dispatcher.SendDueAsync(CancellationToken.None);
    }

    public async Task<OutboxDepth> DepthAsync() =>
        (await Outbox.ReadDepthsAsync(CancellationToken.None)).SingleOrDefault(depth => depth.Kind == Kind) ?? new OutboxDepth(Kind, 0, 0, null);

    public void Dispose() => _instruments.Dispose();
}
