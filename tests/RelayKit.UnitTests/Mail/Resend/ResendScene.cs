using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Resend.Simulator;

namespace RelayKit.UnitTests.Mail.Resend;

/// <summary>RelayKit's way to Resend as it is configured, with a simulated Resend at its end.</summary>
internal sealed class ResendScene : IAsyncDisposable
{
    private readonly WebApplication _resend;
    private readonly ServiceProvider _services;

    private ResendScene(WebApplication resend, FakeTimeProvider time, Dictionary<string, string?> settings)
    {
        (_resend, Time) = (resend, time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time)
            .AddMailTransport(configuration).BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public ResendState State => _resend.Services.GetRequiredService<ResendState>();

    public IMailTransport Transport => _services.GetRequiredService<IMailTransport>();

    public static async Task<ResendScene> StartAsync(ResendSimulatorOptions? options = null, string key = "re_test")
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        var resend = ResendApp.Build(options ?? new ResendSimulatorOptions { RequestsPerSecond = 1000 }, time);
        await resend.StartAsync();
        return new ResendScene(resend, time, new()
        {
            ["RelayKit:Resend:ApiKey"] = key,
            ["RelayKit:Resend:Url"] = resend.Urls.Single(),
            ["RelayKit:Resend:RequestsPerSecond"] = "1000",
            ["RelayKit:Mail:From"] = "RelayKit <no-reply@mail.example.com>",
            ["RelayKit:Mail:ReplyTo"] = "help@example.com",
        });
    }

    public Task<MailOutcome> SendAsync(string id, string text = "Hello.") => Transport.SendAsync(
        new MailMessage { Id = id, Kind = "test", To = "ada@example.com", Subject = "Grüße", Text = text, Html = "<p>Hello.</p>" }, CancellationToken.None);

    /// <summary>Nobody listens there any more.</summary>
    public Task StopAsync() => _resend.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _resend.DisposeAsync();
    }
}
