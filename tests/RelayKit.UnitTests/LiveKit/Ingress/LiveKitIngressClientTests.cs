using System.Net;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Ingress;

public sealed class LiveKitIngressClientTests
{
    private const long StartedNs = 1_786_000_000_123_000_000;

    private static readonly int[] Texts = [2, 3, 4, 5, 9];

    private static readonly WireBytes Info = new WireBytes()
        .Text(1, "IN_1").Text(2, "ing_1").Text(3, "key of the sender").Text(4, "rtmp://host/live").Number(5, 1).Text(8, "r").Text(9, "cam").Text(10, "Camera")
        .Number(11, 1).Number(16, 0)
        .Message(12, new WireBytes().Number(1, 3).Text(2, "went wrong").Text(5, "RM_1").Number(7, StartedNs).Number(8, StartedNs + 1_000_000).Text(9, "RS_1"));

    [Fact]
    public async Task Create_sends_what_is_asked_for_under_the_grant_to_administer_ingress()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(Info));

        var made = await livekit.Cluster.Ingress.CreateAsync(new IngressOrder
        {
            Input = IngressInput.Url,
            Name = "ing_1",
            RoomName = "r",
            ParticipantIdentity = "cam",
            ParticipantName = "Camera",
            Url = "https://host/a.mp4",
            EnableTranscoding = false,
        });

        var request = livekit.OnlyRequest;
        Assert.EndsWith("/twirp/livekit.Ingress/CreateIngress", request.Uri.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("""{"ingressAdmin":true}""", request.Claims["video"]!.ToJsonString());
        Assert.Equal(2L, request.Fields[1].Single());
        Assert.Equal(0L, request.Fields[11].Single());
        Assert.Equal(
            ["ing_1", "r", "cam", "Camera", "https://host/a.mp4"],
            Texts.Select(field => WireBytes.TextOf(request.Fields[field].Single())));
        Assert.Equal(("key of the sender", "rtmp://host/live"), (made.StreamKey, made.Url));
        Assert.Equal(
            new LiveKitIngress
            {
                IngressId = "IN_1",
                Name = "ing_1",
                Input = IngressInput.Whip,
                RoomName = "r",
                ParticipantIdentity = "cam",
                ParticipantName = "Camera",
                IsReusable = true,
                IsEnabled = false,
                State = IngressState.Error,
                Error = "went wrong",
                RoomId = "RM_1",
                StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_786_000_000_123),
                EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_786_000_000_124),
                ResourceId = "RS_1",
            },
            made.Ingress);
    }

    [Fact]
    public async Task Create_is_made_once_whatever_comes_of_it_and_the_others_are_repeated()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.ServiceUnavailable, """{"code":"unavailable","msg":"no response from servers"}"""));
        var ingress = livekit.Cluster.Ingress;

        var order = new IngressOrder { Input = IngressInput.Rtmp, Name = "n", RoomName = "r", ParticipantIdentity = "i" };
        await Assert.ThrowsAsync<LiveKitException>(() => ingress.CreateAsync(order));
        Assert.Single(livekit.Requests);

        foreach (Func<Task> call in new Func<Task>[] { () => ingress.ListAsync(), () => ingress.DeleteAsync("IN_1"), () => ingress.UpdateAsync("IN_1", new IngressUpdate()) })
        {
            livekit.Requests.Clear();
            await Assert.ThrowsAsync<LiveKitException>(call);
            Assert.Equal(3, livekit.Requests.Count);
        }
    }

    [Fact]
    public async Task What_livekit_does_not_know_is_not_found_and_gone_already()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.NotFound, """{"code":"not_found","msg":"ingress does not exist"}"""));

        Assert.Null(await livekit.Cluster.Ingress.FindAsync("IN_1"));
        Assert.False(await livekit.Cluster.Ingress.DeleteAsync("IN_1"));
    }

    [Fact]
    public void Neither_an_order_nor_an_endpoint_shows_a_key_or_an_address_as_text()
    {
        var order = new IngressOrder { Input = IngressInput.Url, Name = "n", RoomName = "r", ParticipantIdentity = "i", Url = "https://secret@host/" };
        var endpoint = new IngressEndpoint(new LiveKitIngress { IngressId = "IN_1" }, "https://secret@host/", "secret");

        Assert.DoesNotContain("secret", $"{order} {endpoint}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_leaves_out_what_stays()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(Info));

        await livekit.Cluster.Ingress.UpdateAsync("IN_1", new IngressUpdate { RoomName = "r2", IsEnabled = true });

        var fields = livekit.OnlyRequest.Fields;
        Assert.Equal([1, 3, 11], fields.Select(field => field.Key).Order());
        Assert.Equal(("IN_1", "r2", 1L), (WireBytes.TextOf(fields[1].Single()), WireBytes.TextOf(fields[3].Single()), fields[11].Single()));
        Assert.Equal("""{"ingressAdmin":true}""", livekit.OnlyRequest.Claims["video"]!.ToJsonString());
    }
}
