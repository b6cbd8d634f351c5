using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Outbox;
using RelayKit.Resend.Simulator;
using RelayKit.Storage.Accounts;
using RelayKit.Storage.Mail;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Mail;

/// <summary>Mails in a real outbox, and a Resend that sends nothing, by one clock.</summary>
internal sealed class MailScene : IAsyncDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly WebApplication _resend;
    private readonly ServiceProvider _services;
    private readonly OutboxInstruments _instruments = new();
    private readonly MailInstruments _mailInstruments = new();

    private MailScene(PostgresFixture postgres, WebApplication resend, FakeTimeProvider time)
    {
        (_postgres, _resend, Time) = (postgres, resend, time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["RelayKit:Resend:ApiKey"] = "re_test",
            ["RelayKit:Resend:Url"] = resend.Urls.Single(),
            ["RelayKit:Resend:RequestsPerSecond"] = "1000",
            ["RelayKit:Mail:From"] = "RelayKit <no-reply@mail.example.com>",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddMailTransport(configuration).BuildServiceProvider();
        Mails = new SealedMails(MaskingProtector.Instance, time);
        Outbox = new PostgresOutbox(postgres.Sources);
        Suppressions = new PostgresMailSuppressionStore(postgres.Sources);
        Doubts = new MailDoubts(postgres.Sources, time);
    }

    public FakeTimeProvider Time { get; }

    public SealedMails Mails { get; }

    public PostgresOutbox Outbox { get; }

    public PostgresMailSuppressionStore Suppressions { get; }

    public MailDoubts Doubts { get; }

    public ResendState Resend => _resend.Services.GetRequiredService<ResendState>();

    public static async Task<MailScene> StartAsync(PostgresFixture postgres, Func<ResendSimulatorOptions, ResendSimulatorOptions>? with = null)
    {
        // Those that other tests have left would be sent here.
        await Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.outbox where kind = 'mail'");
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-27T12:00:00Z", null));
        var options = new ResendSimulatorOptions { RequestsPerSecond = 1000 };
        var resend = ResendApp.Build(with?.Invoke(options) ?? options, time);
        await resend.StartAsync();
        return new MailScene(postgres, resend, time);
    }

    public MailSender Sender() => new(
        _services.GetRequiredService<IMailTransport>(),
        Mails,
        new OwnerMails(_postgres.Sources, new PostgresAccountStore(_postgres.Sources, Mails), Mails),
        Doubts,
        Suppressions,
        _mailInstruments,
        Time,
        NullLogger<MailSender>.Instance);

    /// <summary>A process takes what is due, sends it, and settles it.</summary>
    public async Task<int> SendAsync()
    {
        using var dispatcher = new OutboxDispatcher(_postgres.Sources, Sender(), _instruments, Time, NullLogger<OutboxDispatcher>.Instance);
        return await dispatcher.SendDueAsync(CancellationToken.None);
    }

    /// <summary>A process takes what is due, and gets no further.</summary>
    public Task<List<HeldAttempt>> TakeAsync(MailSender sender) => new OutboxClaims(_postgres.Sources, sender).TakeAsync(Time.GetUtcNow(), 100, [], CancellationToken.None);

    public void PassLease() => Time.Advance(Sender().Rules.Lease + TimeSpan.FromSeconds(1));

    public async Task<OutboxMessage> AddAsync(string id, string to = "ada@example.com", DateTimeOffset? goodUntil = null, TenantId tenant = default)
    {
        var message = Mails.Seal(tenant, new MailMessage { Id = id, Kind = "test", To = to, Subject = "Hello", Text = "Hello.\n", GoodUntil = goodUntil });
        await Outbox.AddAsync([message], CancellationToken.None);
        return message;
    }

    public async Task<OutboxDepth?> DepthAsync() =>
        (await Outbox.ReadDepthsAsync(CancellationToken.None)).SingleOrDefault(static depth => depth.Kind == OutboxKinds.Mail);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _resend.DisposeAsync();
        _instruments.Dispose();
        _mailInstruments.Dispose();
    }
}
