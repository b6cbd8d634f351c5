using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit;

/// <summary>A LiveKit that answers as told, behind the client as the application registers it.</summary>
internal sealed class FakeLiveKit : HttpMessageHandler
{
    public const string ApiKey = "APIfake";
    public const string ApiSecret = "secret-of-the-fake-cluster-00000000";

    private readonly Func<Request, CancellationToken, Task<HttpResponseMessage>> _answer;

    public FakeLiveKit(Func<Request, CancellationToken, Task<HttpResponseMessage>> answer, string url = "http://127.0.0.1:7880")
    {
        _answer = answer;
        Cluster = Build(url);
    }

    public FakeLiveKit(Func<Request, HttpResponseMessage> answer, string url = "http://127.0.0.1:7880")
        : this((request, _) => Task.FromResult(answer(request)), url)
    {
    }

    public ILiveKitClient Client => Cluster.Client;

    public LiveKitCluster Cluster { get; }

    public ImpatientTimeProvider Time { get; } = new();

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Request OnlyRequest => Assert.Single(Requests);

    public static HttpResponseMessage Protobuf(WireBytes? message = null)
    {
        var content = new ByteArrayContent(message?.ToArray() ?? []);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/protobuf");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    public static HttpResponseMessage Error(HttpStatusCode status, string body, string contentType = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, contentType) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var body = await message.Content!.ReadAsByteArrayAsync(cancellationToken);
        var request = new Request(
            message.Method, message.RequestUri!, message.Headers.Authorization!, message.Content.Headers.ContentType!.ToString(), body);
        Requests.Enqueue(request);
        return await _answer(request, cancellationToken);
    }

    private LiveKitCluster Build(string url)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time).AddLiveKit(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["RelayKit:LiveKit:0:Url"] = url,
                ["RelayKit:LiveKit:0:ApiKey"] = ApiKey,
                ["RelayKit:LiveKit:0:ApiSecret"] = ApiSecret,
            }).Build());
        services.AddHttpClient(LiveKitResilience.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => this);
        return services.BuildServiceProvider().GetRequiredService<LiveKitClusters>().Default;
    }

    internal sealed record Request(HttpMethod Method, Uri Uri, AuthenticationHeaderValue Authorization, string ContentType, byte[] Body)
    {
        public ILookup<int, object> Fields => WireBytes.Read(Body);

        public System.Text.Json.Nodes.JsonObject Claims => HandMadeToken.Claims(Authorization.Parameter!);
    }
}

/// <summary>Time that stands still, except that the short waits between attempts pass at once.</summary>
internal sealed class ImpatientTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 8, 21, 12, 0, 0, TimeSpan.Zero))
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(5) && dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
}
