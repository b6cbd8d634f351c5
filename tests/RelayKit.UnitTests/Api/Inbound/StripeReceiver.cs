using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RelayKit.Api.Inbound.Stripe;
using RelayKit.Billing;
using RelayKit.UnitTests.Stripe;

namespace RelayKit.UnitTests.Api.Inbound;

/// <summary>The two routes as they are mapped and registered, behind the real web server, with news kept in memory and worked off by the real worker.</summary>
internal sealed class StripeReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StripeReceiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public HttpClient Http { get; } = new();

    public MemoryProviderEvents Store { get; private init; } = null!;

    public SettledUpdates Updates { get; } = new();

    /// <param name="time">Its clock.</param>
    /// <param name="change">Changes settings.</param>
    public static async Task<StripeReceiver> StartAsync(TimeProvider time, Action<Dictionary<string, string?>>? change = null)
    {
        var settings = PlayedStripe.Settings("http://127.0.0.1:1");
        change?.Invoke(settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = new MemoryProviderEvents(time);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IProviderEventStore>(store);
        builder.Services.AddStripe(builder.Configuration);
        var app = builder.Build();
        app.UseRouting();
        StripeWebhook.Map(app);
        await app.StartAsync();
        return new StripeReceiver(app) { Store = store };
    }

    /// <summary>Works everything off, as a silo does.</summary>
    public async Task WorkOffAsync(IBillingProvider provider, TimeProvider time)
    {
        using var instruments = new ProviderEventInstruments();
        using var worker = new ProviderEventWorker(
            Store, provider, Updates, instruments, time, _app.Services.GetRequiredService<ILogger<ProviderEventWorker>>());
        await worker.WorkOffAsync(CancellationToken.None);
    }

    public async Task<(int Status, string Body)> PostAsync(string path, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, path)) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        }

        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
