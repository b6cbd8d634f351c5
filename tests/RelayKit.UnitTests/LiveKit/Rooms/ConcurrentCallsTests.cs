namespace RelayKit.UnitTests.LiveKit.Rooms;

public sealed class ConcurrentCallsTests
{
    [Fact]
    public async Task Each_of_200_calls_at_once_carries_the_token_of_its_own_room()
    {
        const int calls = 200;
        var arrived = 0;
        var allArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var livekit = new FakeLiveKit(async (_, _) =>
        {
            if (Interlocked.Increment(ref arrived) == calls)
            {
                allArrived.SetResult();
            }

            await allArrived.Task;
            return FakeLiveKit.Protobuf();
        });

        await Task.WhenAll(Enumerable.Range(0, calls).Select(i => Task.Run(() => livekit.Client.ListParticipantsAsync($"room-{i}"))));

        Assert.Equal(calls, livekit.Requests.Select(request => WireBytes.TextOf(request.Fields[1].Single())).Distinct().Count());
        Assert.All(livekit.Requests, request =>
            Assert.Equal(WireBytes.TextOf(request.Fields[1].Single()), (string?)request.Claims["video"]!["room"]));
    }
}
