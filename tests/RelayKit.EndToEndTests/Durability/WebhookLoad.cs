using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Durability;

/// <summary>
/// Many rooms at once, each told of in order and one event at a time, as LiveKit's queues do. What is not answered 200 is sent
/// again, body and token unchanged, until it is.
/// </summary>
public sealed class WebhookLoad(StackFixture stack, IReadOnlyList<RoomStory> stories)
{
    private readonly Dictionary<int, TaskCompletionSource> _milestones = [];
    private readonly Lock _lock = new();
    private int _accepted;
    private int _repeated;

    public int Total { get; } = stories.Sum(story => story.Webhooks.Count);

    /// <summary>Deliveries that were not answered 200 and had to be repeated.</summary>
    public int Repeated => _repeated;

    /// <summary>Completes when so many webhooks have been answered 200.</summary>
    public Task WhenAcceptedAsync(int count)
    {
        lock (_lock)
        {
            var milestone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _milestones[count] = milestone;
            if (_accepted >= count)
            {
                milestone.TrySetResult();
            }

            return milestone.Task;
        }
    }

    public Task RunAsync() => Task.WhenAll(stories.Select(TellAsync));

    private async Task TellAsync(RoomStory story)
    {
        foreach (var body in story.Webhooks)
        {
            var webhook = SiloSettings.LiveKitKey.Sign(body);
            await Eventually.HoldsAsync(() => IsAcceptedAsync(webhook), "the webhook is answered 200", TimeSpan.FromMinutes(1));
            Accepted();
        }
    }

    private async Task<bool> IsAcceptedAsync(SignedWebhook webhook)
    {
        try
        {
            var answer = await stack.SendAsync(webhook);
            if (answer.Status == HttpStatusCode.OK)
            {
                return true;
            }

            answer.Expect(HttpStatusCode.ServiceUnavailable);
        }
        catch (HttpRequestException)
        {
            // The silo is gone, perhaps between the commit and the answer.
        }

        Interlocked.Increment(ref _repeated);
        return false;
    }

    private void Accepted()
    {
        lock (_lock)
        {
            _accepted++;
            if (_milestones.TryGetValue(_accepted, out var milestone))
            {
                milestone.TrySetResult();
            }
        }
    }
}
