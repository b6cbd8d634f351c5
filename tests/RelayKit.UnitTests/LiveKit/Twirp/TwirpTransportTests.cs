using System.Net;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Twirp;

public sealed class TwirpTransportTests
{
    [Theory]
    [InlineData("ws://livekit.test:7880", "http://livekit.test:7880/twirp/")]
    [InlineData("wss://livekit.test", "https://livekit.test/twirp/")]
    [InlineData("https://livekit.test/", "https://livekit.test/twirp/")]
    [InlineData("https://livekit.test/under/path/", "https://livekit.test/under/path/twirp/")]
    public async Task Calls_go_over_http_whatever_scheme_the_operator_wrote(string url, string expected)
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(), url);

        await livekit.Client.ListRoomsAsync();

        Assert.Equal(expected + "livekit.RoomService/ListRooms", livekit.OnlyRequest.Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Not_found_is_easy_to_catch()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(
            HttpStatusCode.NotFound, """{"code":"not_found","msg":"requested room does not exist"}"""));

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.DeleteRoomAsync("r"));

        Assert.Equal(LiveKitErrorCode.NotFound, exception.Code);
        Assert.Equal("requested room does not exist", exception.Message);
        Assert.Equal(HttpStatusCode.NotFound, exception.Status);
    }

    [Fact]
    public async Task A_plain_401_is_unauthenticated()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.Unauthorized, "invalid API key", "text/plain"));

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Equal(LiveKitErrorCode.Unauthenticated, exception.Code);
    }

    [Fact]
    public async Task An_answer_that_is_not_protobuf_is_malformed_though_its_status_is_200()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.OK, "<html>Sign in</html>", "text/html"));

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Equal(LiveKitErrorCode.Malformed, exception.Code);
    }

    [Fact]
    public async Task Protobuf_that_cannot_be_decoded_is_malformed()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Text(1, "not a room")));

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Equal(LiveKitErrorCode.Malformed, exception.Code);
    }

    [Fact]
    public async Task An_answer_beyond_64_MiB_is_not_read()
    {
        var livekit = new FakeLiveKit(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new MemoryStream(new byte[(64 * 1024 * 1024) + 1])),
        });

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Equal(LiveKitErrorCode.ResourceExhausted, exception.Code);
    }

    [Fact]
    public async Task An_unreachable_server_is_unavailable_with_the_cause_inside()
    {
        var cause = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        var livekit = new FakeLiveKit((_, _) => throw cause);

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.SendDataAsync("r", Message));

        Assert.Equal(LiveKitErrorCode.Unavailable, exception.Code);
        Assert.Same(cause, exception.InnerException);
        Assert.Null(exception.Status);
    }

    [Fact]
    public async Task An_attempt_without_answer_ends_after_10_seconds()
    {
        var livekit = Silent(out var asked);

        var call = livekit.Client.SendDataAsync("r", Message);
        await asked.WaitAsync();
        livekit.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(call.IsCompleted);
        livekit.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(LiveKitErrorCode.DeadlineExceeded, (await Assert.ThrowsAsync<LiveKitException>(() => call.WaitAsync(Patience))).Code);
        Assert.Single(livekit.Requests);
    }

    [Fact]
    public async Task All_attempts_together_end_after_15_seconds()
    {
        var livekit = Silent(out var asked);

        var call = livekit.Client.ListRoomsAsync();
        await asked.WaitAsync();
        livekit.Time.Advance(TimeSpan.FromSeconds(10));
        await asked.WaitAsync();
        livekit.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(LiveKitErrorCode.DeadlineExceeded, (await Assert.ThrowsAsync<LiveKitException>(() => call.WaitAsync(Patience))).Code);
        Assert.Equal(2, livekit.Requests.Count);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_what_it_is()
    {
        var livekit = Silent(out var asked);
        using var cancellation = new CancellationTokenSource();

        var call = livekit.Client.ListRoomsAsync(cancellationToken: cancellation.Token);
        await asked.WaitAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        Assert.Single(livekit.Requests);
    }

    // Of real time: how long a test that is wrong hangs before it says so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static LiveKitDataMessage Message => new() { Payload = new byte[] { 1 } };

    private static FakeLiveKit Silent(out SemaphoreSlim asked)
    {
        var signal = asked = new SemaphoreSlim(0);
        return new FakeLiveKit(async (_, cancellationToken) =>
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            signal.Release();
            return await never.Task.WaitAsync(cancellationToken);
        });
    }
}
