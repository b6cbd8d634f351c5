using RelayKit.Client;

namespace RelayKit.UnitTests.Client;

/// <summary>A client whose server and whose time are played.</summary>
internal sealed class ClientUnderTest : IDisposable
{
    public const string Key = "rk_live_0123456789abcdefghijklmnop";

    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(100);
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));

    public ClientUnderTest(int maxRetries = 4, double chance = 0, string address = "https://relaykit.example")
    {
        Time = new PlayedTime();
        Server = new ScriptedServer(Time);
        _http = new HttpClient(Server) { Timeout = Timeout.InfiniteTimeSpan };
        Options = new RelayKitClientOptions
        {
            BaseAddress = new Uri(address),
            ApiKey = Key,
            Deadline = Deadline,
            AttemptTimeout = AttemptTimeout,
            MaxRetries = maxRetries,
            TimeProvider = Time,
            Chance = () => chance,
        };
        Api = new RelayKitClient(Options, _http);
    }

    public PlayedTime Time { get; }

    public ScriptedServer Server { get; }

    public RelayKitClientOptions Options { get; }

    public RelayKitClient Api { get; }

    /// <summary>Ends a test that would hang.</summary>
    public CancellationToken Patience => _patience.Token;

    /// <summary>How long the client waited before each repetition.</summary>
    public IEnumerable<TimeSpan> Pauses => Server.Requests.Zip(Server.Requests.Skip(1), (before, after) => after.At - before.At);

    public Task<T> FinishAsync<T>(Func<RelayKitClient, CancellationToken, Task<T>> call) => Time.FinishAsync(call(Api, Patience));

    public Task FinishAsync(Func<RelayKitClient, CancellationToken, Task> call) => Time.FinishAsync(call(Api, Patience));

    /// <summary>The first so many items of what comes one after the other.</summary>
    public Task<List<T>> TakeAsync<T>(IAsyncEnumerable<T> items, int count = int.MaxValue) => Time.FinishAsync(CollectAsync(items, count));

    public async Task<RelayKitException> FailAsync(Func<RelayKitClient, CancellationToken, Task> call) =>
        await Assert.ThrowsAsync<RelayKitException>(() => FinishAsync(call));

    public void Dispose()
    {
        Api.Dispose();
        _http.Dispose();
        _patience.Dispose();
    }

    private async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items, int count)
    {
        var taken = new List<T>();
        await foreach (var item in items.WithCancellation(Patience).ConfigureAwait(false))
        {
            taken.Add(item);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
