using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressFileTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.PublisherAsync();
        await _simulator.PublishAsync("ada", "microphone");
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("", "DEFAULT_FILETYPE", "r-2026-08-21T120000.mp4")]
    [InlineData("a/b/", "MP4", "a/b/r-2026-08-21T120000.mp4")]
    [InlineData("a/{room_name}-{time}", "MP4", "a/r-2026-08-21T120000.mp4")]
    [InlineData("{utc}.mp4", "MP4", "20260821120000000.mp4")]
    [InlineData("a.mp4", "MP4", "a.mp4")]
    [InlineData("a.webm", "MP4", "a.mp4")]
    [InlineData("a.txt", "MP4", "a.txt.mp4")]
    [InlineData("a.mp4.", "MP4", "a.mp4..mp4")]
    [InlineData("../../a/./b/../c", "MP4", "a/c.mp4")]
    [InlineData("a//b", "MP4", "a/b.mp4")]
    [InlineData("{publisher_identity}", "MP4", "{publisher_identity}.mp4")]
    [InlineData("日本 é", "MP4", "日本 é.mp4")]
    public async Task A_file_is_named_as_workers_name_it(string path, string type, string name)
    {
        await RecordAsync($$$""" "file_outputs":[{"file_type":"{{{type}}}","filepath":"{{{path}}}","s3":{"bucket":"b"}}] """);
        Assert.Equal($"b/{name}", _simulator.Storage.Objects.Single().Key);
    }

    [Theory]
    [InlineData("DEFAULT_FILETYPE", "f.ogg", "OggS")]
    [InlineData("OGG", "f.ogg", "OggS")]
    [InlineData("MP3", "f.mp3", null)]
    public async Task Sound_alone_has_files_of_its_own(string type, string name, string? begin)
    {
        await RecordAsync($$$""" "audio_only":true,"file_outputs":[{"file_type":"{{{type}}}","filepath":"f","s3":{"bucket":"b"}}] """);
        var (key, content) = _simulator.Storage.Objects.Single();
        Assert.Equal($"b/{name}", key);
        Assert.StartsWith(begin ?? "", Encoding.Latin1.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rooms_id_is_known()
    {
        await RecordAsync(""" "file_outputs":[{"filepath":"{room_id}","s3":{"bucket":"b"}}] """);
        Assert.Matches("^b/RM_[0-9A-Za-z]{12}[.]mp4$", _simulator.Storage.Objects.Single().Key);
    }

    [Fact]
    public async Task Whom_a_participants_file_is_of_is_known()
    {
        var started = await _simulator.EgressAsync(
            "StartParticipantEgress", """{"room_name":"r","identity":"ada","file_outputs":[{"filepath":"{publisher_identity}/","s3":{"bucket":"b"}}]}""");
        await StopAsync((string)started["egress_id"]!, 3);
        Assert.Equal("b/ada/ada-2026-08-21T120000.mp4", _simulator.Storage.Objects.Single().Key);
    }

    [Fact]
    public async Task Segments_are_written_with_both_playlists()
    {
        var id = await RecordAsync(
            """ "segment_outputs":[{"filename_prefix":"hls/{room_name}","playlist_name":"all","live_playlist_name":"live.m3u8","segment_duration":4,"s3":{"bucket":"b"}}] """,
            seconds: 31);
        var info = (await _simulator.ListedAsync(id))["segment_results"]!.AsArray().Single()!;
        var segments = _simulator.Storage.Objects.Where(item => item.Key.EndsWith(".ts", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"b/hls/r_{i:D5}.ts"), segments.Select(item => item.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("hls/all.m3u8", "hls/live.m3u8"), ((string)info["playlist_name"]!, (string)info["live_playlist_name"]!));
        Assert.Equal(("https://b.example.com/hls/all.m3u8", "https://b.example.com/hls/live.m3u8"), ((string)info["playlist_location"]!, (string)info["live_playlist_location"]!));
        Assert.Equal(("8", $"{segments.Sum(item => item.Value.Length)}"), ((string)info["segment_count"]!, (string)info["size"]!));
        Assert.InRange(long.Parse((string)info["duration"]!, null), 30_000_000_000, 31_000_000_000);
        var all = Encoding.UTF8.GetString(_simulator.Storage.Objects["b/hls/all.m3u8"]);
        var live = Encoding.UTF8.GetString(_simulator.Storage.Objects["b/hls/live.m3u8"]);
        Assert.Contains("\nr_00000.ts", all, StringComparison.Ordinal);
        Assert.DoesNotContain("r_00000.ts", live, StringComparison.Ordinal);
        Assert.Contains("\nr_00007.ts", live, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_bucket_a_file_stays_with_its_worker()
    {
        var id = await RecordAsync(""" "file_outputs":[{"filepath":"f"}] """);
        Assert.Equal("f.mp4", (string)(await _simulator.ListedAsync(id))["file_results"]![0]!["location"]!);
        Assert.Empty(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task What_is_stopped_in_the_moment_in_which_it_begins_has_a_file_nevertheless()
    {
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Advance(TimeSpan.FromMilliseconds(250));
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        Assert.Equal("EGRESS_COMPLETE", (string)(await _simulator.ListedAsync(id))["status"]!);
        Assert.Single(_simulator.Storage.Objects);
    }

    private async Task<string> RecordAsync(string request, int seconds = 3)
    {
        var id = await _simulator.StartRoomAsync(request);
        await StopAsync(id, seconds);
        return id;
    }

    private async Task StopAsync(string id, int seconds)
    {
        _simulator.Time.Pass(seconds);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
    }
}
