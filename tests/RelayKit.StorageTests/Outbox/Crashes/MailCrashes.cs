using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Mail;
using RelayKit.Outbox;
using RelayKit.Resend.Simulator;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>A mail: Resend sends it once, wherever the process died that handed it over.</summary>
internal sealed class MailCrashes : CrashScene
{
    private readonly WebApplication _resend;
    private readonly HttpClient _http;
    private readonly List<string> _told = [];

    private MailCrashes(PostgresFixture postgres, Gate gate, WebApplication resend, HttpClient http)
        : base(postgres, gate) => (_resend, _http) = (resend, http);

    public override string Kind => OutboxKinds.Mail;

    /// <summary>As src/Storage/Mail/MailSender.cs has it.</summary>
    public override TimeSpan Lease => TimeSpan.FromSeconds(90);

    public static async Task<MailCrashes> CreateAsync(PostgresFixture postgres)
    {
        await Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.outbox where kind = 'mail'");
        var resend = ResendApp.Build(new ResendSimulatorOptions { RequestsPerSecond = 1000 }, TimeProvider.System);
        await resend.StartAsync();
        var http = new HttpClient();
        var scene = new MailCrashes(postgres, await Gate.BeforeAsync(() => new Uri(resend.Urls.Single()), http), resend, http);
        scene.Set("RelayKit__Resend__ApiKey", "re_crashes");
        scene.Set("RelayKit__Resend__Url", scene.Gate.Url);
        scene.Set("RelayKit__Mail__From", "RelayKit <no-reply@mail.example.com>");
        return scene;
    }

    public override async Task<(Guid Message, string Mark)> CauseAsync()
    {
        var id = $"test/{Guid.NewGuid():n}/1";
        await Services.GetRequiredService<IMailOutbox>().AddAsync(
            TenantId.New(TimeProvider.System),
            new MailMessage { Id = id, Kind = "test", To = $"{Guid.NewGuid():n}@example.com", Subject = "Hello", Text = "Hello.\n" },
            CancellationToken.None);
        _told.Add(id);
        return (await Sql.ScalarAsync<Guid>(Postgres.ConnectionString, "select message_id from relaykit.outbox where kind = 'mail' order by place desc limit 1"), id);
    }

    public override Task VerifyAsync(CrashStep step, int runs)
    {
        var sent = _resend.Services.GetRequiredService<ResendState>().Taken.Select(static mail => mail.Key).ToList();
        Assert.Equal(_told.Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _resend.DisposeAsync();
        _http.Dispose();
    }
}
