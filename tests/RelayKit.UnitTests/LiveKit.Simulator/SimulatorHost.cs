using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.LiveKit.Simulator;
using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Webhooks;
using RelayKit.UnitTests.LiveKit.Simulator.Egress;

namespace RelayKit.UnitTests.LiveKit.Simulator;

/// <summary>A simulator in this process, behind a port of its own, in a time of its own.</summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    public const string ApiKey = "APIsim";
    public const string Secret = "secret-of-the-simulator-0000000000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, WatchedTime time, WebhookReceiver receiver, MemoryStorage storage)
    {
        Storage = storage;
        _app = app;
        Time = time;
        Receiver = receiver;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WatchedTime Time { get; }

    public WebhookReceiver Receiver { get; }

    /// <summary>Where egresses upload to.</summary>
    public MemoryStorage Storage { get; }

    public HttpClient Http { get; }

    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<SimulatorHost> StartAsync(WebhookReceiver? receiver = null, params string[] webhookUrls)
    {
        var time = new WatchedTime();
        receiver ??= new WebhookReceiver();
        var options = new SimulatorOptions
        {
            Keys = new Dictionary<string, string> { [ApiKey] = Secret },
            WebhookUrls = [.. (webhookUrls.Length > 0 ? webhookUrls : ["http://127.0.0.1:1/hook"]).Select(url => new Uri(url))],
            WebhookApiKey = ApiKey,
            Urls = "http://127.0.0.1:0",
        };
        var storage = new MemoryStorage();
        var app = SimulatorApp.Build(options, time, receiver, services => services.AddSingleton<IEgressUploader>(storage));
        await app.StartAsync();
        return new SimulatorHost(app, time, receiver, storage);
    }

    /// <summary>A token with the given claims besides the issuer, and ten minutes to live unless they say otherwise.</summary>
    public string Token(string claims, string secret = Secret, string issuer = ApiKey)
    {
        var payload = JsonNode.Parse(claims)!.AsObject();
        payload["iss"] = issuer;
        payload.TryAdd("exp", Now + 600);
        return HandMadeToken.Sign(HandMadeToken.Hs256, payload.ToJsonString(), secret);
    }

    /// <summary>May do everything in one room, and create and list rooms.</summary>
    public string AdminToken(string room) =>
        Token($$"""{"video":{"roomCreate":true,"roomList":true,"roomAdmin":true,"room":"{{room}}"} }""");

    public async Task<(int Status, string Body)> SendAsync(
        string path, string? token, HttpContent? content = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(_app.Urls.Single() + path));
        request.Content = content;
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> CallAsync(string method, string body, string? token) => SendAsync(
        $"/twirp/livekit.RoomService/{method}", token, new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>A call as this room's administrator that has to succeed.</summary>
    public async Task<JsonObject> CallAsync(string method, string body)
    {
        var room = JsonNode.Parse(body)!["room"];
        var (status, answer) = await CallAsync(method, body, AdminToken((string?)room ?? ""));
        return status == 200 ? JsonNode.Parse(answer)!.AsObject() : throw new InvalidOperationException($"{method}: {status} {answer}");
    }

    public async Task<(int Status, JsonNode Body)> ControlAsync(string path, string body)
    {
        using var response = await Http.PostAsync($"/sim/{path}", new StringContent(body));
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>A control call that has to succeed.</summary>
    public async Task<JsonNode> DoAsync(string path, string body = "")
    {
        var (status, answer) = await ControlAsync(path, body);
        return status == 200 ? answer : throw new InvalidOperationException($"{path}: {status} {answer}");
    }

    public async Task<JsonNode> SeeAsync(string path) => JsonNode.Parse(await Http.GetStringAsync($"/sim/{path}"))!;

    /// <summary>Joins with roomJoin for the room and whatever claims are given besides.</summary>
    public Task<JsonNode> JoinAsync(string room, string identity, string more = "", string grants = "", bool abort = false) => DoAsync(
        "join",
        new JsonObject
        {
            ["token"] = Token($$"""{"sub":"{{identity}}"{{more}},"video":{"roomJoin":true,"room":"{{room}}"{{grants}} } }"""),
            ["abort"] = abort,
        }.ToJsonString());

    public Task<JsonNode> LeaveAsync(string room, string identity) =>
        DoAsync("leave", $$"""{"room":"{{room}}","identity":"{{identity}}"}""");

    /// <summary>Waits until every webhook has arrived, and gives those not looked at yet.</summary>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync()
    {
        await SettleAsync();
        return Receiver.TakeAll();
    }

    /// <summary>Waits until every webhook has arrived, before so much time passes that one which waits would be too old.</summary>
    public Task SettleAsync() => _app.Services.GetRequiredService<WebhookCounters>().WhenIdle().WaitAsync(Patience);

    /// <summary>The events so far, each with its identity and reason.</summary>
    public async Task<IEnumerable<string>> StoryAsync() => (await DeliveriesAsync()).Select(delivery => delivery.Story);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Receiver.Dispose();
    }
}
