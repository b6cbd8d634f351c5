using System.Collections.Concurrent;
using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>
/// A tenant's backend and LiveKit at work for as long as it runs: rooms are made, joined, read, listed and deleted, each worker
/// on rooms of its own. Every request has to succeed; none is repeated by the client.
/// </summary>
public sealed class RestLoad(ClusterTenant tenant, Balancer balancer)
{
    private const int Workers = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _enough = new();
    private int _served;

    /// <summary>What did not succeed.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>How many requests each member has served.</summary>
    public ConcurrentDictionary<string, int> ServedBy { get; } = new();

    public int Served => _served;

    /// <summary>Connected milliseconds of everybody who has left, by the webhooks that were answered 200.</summary>
    public ConcurrentBag<(string Sid, long Ms)> Stays { get; } = [];

    public Task RunAsync() => Task.WhenAll([balancer.LookAsync(_enough.Token), .. Enumerable.Range(0, Workers).Select(WorkAsync)]);

    public void Stop() => _enough.Cancel();

    public Task MoreAsync(int requests)
    {
        var goal = _served + requests;
        return Eventually.HoldsAsync(() => Task.FromResult(_served >= goal || !Failures.IsEmpty), $"{requests} more requests are served");
    }

    private async Task WorkAsync(int worker)
    {
        using var pulse = new PeriodicTimer(Pause);
        for (var turn = 0; !_enough.IsCancellationRequested; turn++)
        {
            var room = $"room-{worker}-{turn % 5}";
            var created = await AskAsync(api => api.PostAsync("/v1/rooms", new { name = room }), $"create {room}");
            if (created is null)
            {
                continue;
            }

            var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000 * 1000;
            var (life, who) = (new RoomLife(created.Text("livekit_name"), LiveKitSid.Room(), nowMs), Connection.At(nowMs, "ann"));
            await TellAsync(LiveKitWebhooks.ParticipantJoined(life, who));
            await AskAsync(api => api.PostAsync($"/v1/rooms/{room}/tokens", new { identity = "bob" }), $"token for {room}");
            await AskAsync(api => api.GetAsync($"/v1/rooms/{room}"), $"read {room}");
            await AskAsync(api => api.GetAsync($"/v1/rooms/{room}/participants"), $"participants of {room}");
            await AskAsync(api => api.GetAsync("/v1/usage"), "usage");
            await AskAsync(api => api.GetAsync("/v1/rooms?limit=5"), "list rooms");
            await TellAsync(LiveKitWebhooks.ParticipantLeft(life, who, nowMs + 5_000));
            Stays.Add((who.Sid, 5_000));
            await TellAsync(LiveKitWebhooks.RoomFinished(life, nowMs + 5_000));
            await AskAsync(api => api.DeleteAsync($"/v1/rooms/{room}"), $"delete {room}");
            await pulse.WaitForNextTickAsync();
        }
    }

    private async Task<ApiAnswer?> AskAsync(Func<ApiClient, Task<ApiAnswer>> ask, string what)
    {
        var member = balancer.Next();
        try
        {
            var answer = await ask(member.Client(tenant.Key));
            if ((int)answer.Status < 300)
            {
                ServedBy.AddOrUpdate(member.Name, 1, static (_, count) => count + 1);
                Interlocked.Increment(ref _served);
                return answer;
            }

            Failures.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {what} at {member.Name}: {(int)answer.Status} {answer.Body}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Failures.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {what} at {member.Name}: {fault.Message} {fault.InnerException?.Message}");
        }

        return null;
    }

    /// <summary>A webhook may be refused; LiveKit comes again.</summary>
    private async Task TellAsync(string body)
    {
        var webhook = SiloSettings.LiveKitKey.Sign(body);
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await balancer.Next().SendAsync(webhook)).Status == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the webhook is answered 200",
            TimeSpan.FromMinutes(1));
    }
}
