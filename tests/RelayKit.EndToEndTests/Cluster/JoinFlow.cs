using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>How a webhook was answered, after how long, and when it was sent.</summary>
public sealed record WebhookAnswer(string Member, HttpStatusCode Status, TimeSpan Took, long SentAt);

/// <summary>
/// Participants who join rooms for as long as it runs, one webhook at a time for each room, as LiveKit's queues do. What is not
/// answered 200 is sent again, to the next member, until it is.
/// </summary>
public sealed class JoinFlow(IReadOnlyList<LiveRoom> rooms, IReadOnlyList<ClusterMember> members)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _enough = new();

    public ConcurrentQueue<WebhookAnswer> Answers { get; } = new();

    /// <summary>Sids of the participants whose join was answered 200.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>Tells until it is told to stop, and then until the last one is accepted.</summary>
    public Task RunAsync() => Task.WhenAll(rooms.Select((room, i) => TellAsync(room, i)));

    public void Stop() => _enough.Cancel();

    private async Task TellAsync(LiveRoom room, int number)
    {
        using var pulse = new PeriodicTimer(Pause);
        for (var i = number; !_enough.IsCancellationRequested; i++)
        {
            var who = Connection.At(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), $"guest-{i}");
            var webhook = SiloSettings.LiveKitKey.Sign(LiveKitWebhooks.ParticipantJoined(room.Life, who));
            var next = i;
            await Eventually.HoldsAsync(
                () => IsAcceptedAsync(members[next++ % members.Count], webhook), "the webhook is answered 200", TimeSpan.FromMinutes(1));
            Acknowledged.Add(who.Sid);
            await pulse.WaitForNextTickAsync();
        }
    }

    private async Task<bool> IsAcceptedAsync(ClusterMember member, SignedWebhook webhook)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await member.SendAsync(webhook);
            Answers.Enqueue(new WebhookAnswer(member.Name, answer.Status, Stopwatch.GetElapsedTime(started), started));
            return answer.Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // That process is gone.
            return false;
        }
    }
}
