using RelayKit.LiveKit;
using RelayKit.ObjectStorage;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Recordings;

public sealed class RecordingPlanTests
{
    private static readonly RecordingKey Key = new(new TenantId(Guid.CreateVersion7(Egresses.Start)), Mode.Live, RecordingPurpose.Recording, Guid.CreateVersion7(Egresses.Start));

    [Fact]
    public void A_file_goes_below_the_prefix_under_a_name_that_holds_its_recordings_id()
    {
        var planned = RecordingPlan.Of(Key, Order(RecordingFormat.Mp4), Storage("p/"), Egresses.Start);

        Assert.True(planned.IsSuccess);
        Assert.Equal($"p/standup/2026-08-06T070640-{planned.Value!.PublicId}.mp4", planned.Value.Place!.Key);
        Assert.Equal(Key.Id, EgressOwner.RecordingIn(new LiveKitEgress { EgressId = "EG_1", Request = new EgressEcho { Paths = [planned.Value.Place.Key] } }));
    }

    [Fact]
    public void A_prefix_that_leaves_too_little_of_a_key_is_refused_with_the_mend()
    {
        var planned = RecordingPlan.Of(Key, Order(RecordingFormat.Mp4), Storage(new string('p', ObjectKey.MaxLength - 10) + "/"), Egresses.Start);

        Assert.Equal(ErrorCode.RecordingKeyRefused, planned.Error!.Code);
        Assert.Contains("/v1/tenant/storage", planned.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_has_a_folder_of_its_own()
    {
        var planned = RecordingPlan.Of(Key, Order(RecordingFormat.Hls), Storage(""), Egresses.Start).Value!;
        var egress = RecordingPlan.ToEgress(Order(RecordingFormat.Hls), planned.Place, Storage("").Bucket);

        Assert.Equal(planned.Place!.Key, egress.Segments!.PlaylistName);
        Assert.Equal(RecordingPlan.FolderOf(planned.Place.Key) + "segment", egress.Segments.PathPrefix);
        Assert.EndsWith("/index.m3u8", planned.Place.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_secret_in_an_address_is_not_kept()
    {
        var order = new RecordingOrder
        {
            Source = new RecordingSource { Kind = RecordingKind.WebPage, Url = "https://example.com/board?token=canary#canary" },
            Cluster = "default",
            StreamUrls = ["rtmps://live.example.com/app/canary"],
            MaxSeconds = 60,
        };
        var planned = RecordingPlan.Of(Key, order, null, Egresses.Start).Value!;

        Assert.DoesNotContain("canary", planned.ToString(), StringComparison.Ordinal);
        Assert.Equal("https://example.com/board", planned.Source.Url);
        Assert.Equal(["rtmps://live.example.com/app/***"], planned.AskedUrls.ToArray());
        Assert.DoesNotContain("canary", order.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_a_grain_reads_back()
    {
        Assert.Equal(Key, RecordingKey.Parse(Key.ToString()));
        Assert.NotEqual(Key.ToString(), (Key with { Purpose = RecordingPurpose.Stream }).ToString());
        Assert.Equal(Key with { Purpose = RecordingPurpose.Stream }, RecordingKey.Parse((Key with { Purpose = RecordingPurpose.Stream }).ToString()));
    }

    private static RecordingOrder Order(RecordingFormat format) => new()
    {
        Source = new RecordingSource
        {
            Kind = RecordingKind.RoomComposite,
            Room = new LiveKitRoomName(new RoomKey(Key.Tenant, Mode.Live, "standup"), 1),
            Layout = "grid",
        },
        Cluster = "default",
        Format = format,
        MaxSeconds = 60,
    };

    private static TenantStorage Storage(string prefix) => new(
        Guid.CreateVersion7(Egresses.Start),
        new StorageBucket { Region = "eu-central-1", Bucket = "b", Prefix = prefix, AccessKeyId = "AK", SecretAccessKey = "canary" },
        KeyTemplate.Default);
}
