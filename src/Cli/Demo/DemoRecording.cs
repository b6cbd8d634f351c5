using System.Security.Cryptography;
using RelayKit.Cli.Http;
using RelayKit.Client;

namespace RelayKit.Cli.Demo;

/// <summary>The one recording of the story: started, stopped and fetched as the tenant's backend does it, and what really was uploaded.</summary>
/// <param name="tenant">The tenant's calls.</param>
/// <param name="simulator">Who knows what was uploaded.</param>
/// <param name="room">The tenant's own name of the room.</param>
/// <param name="liveKitName">LiveKit's name of it.</param>
internal sealed class DemoRecording(RelayKitClient tenant, JsonApi simulator, string room, string liveKitName)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private string _id = "";

    public async Task StartAsync(CancellationToken cancellation)
    {
        var started = await tenant.Recordings.StartAsync(new StartRecording { Room = room, ConsentConfirmed = true }, cancellation: cancellation);
        _id = started.Id;
    }

    public Task StopAsync(CancellationToken cancellation) => tenant.Recordings.StopAsync(_id, cancellation);

    /// <summary>Waits until the bucket has the file, and fetches it by a link.</summary>
    /// <exception cref="DemoFailedException">There is none, or not in time.</exception>
    public async Task<RecordedFile> FetchAsync(CancellationToken cancellation)
    {
        var recording = await WrittenAsync(cancellation);
        var link = await tenant.Recordings.DownloadAsync(_id, cancellation: cancellation);

        // Not RelayKit's client: whoever has the link needs nothing else.
        using var anybody = new HttpClient();
        var file = await anybody.GetByteArrayAsync(link.Url, cancellation);
        return new RecordedFile(room, file.LongLength, await UploadedAsync(recording.Key!), Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private async Task<Recording> WrittenAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            var recording = await tenant.Recordings.GetAsync(_id, patience.Token);
            if (recording.File == RecordingFile.Present)
            {
                return recording;
            }

            if (recording.Status == RecordingStatus.Failed || recording.Status == RecordingStatus.Aborted
                || recording.File == RecordingFile.Missing || recording.File == RecordingFile.Mismatched)
            {
                throw new DemoFailedException($"The recording of {room} is {recording.Status}, its file {recording.File}: {recording.Error?.Message}");
            }

            await Task.Delay(Step, patience.Token);
        }
    }

    private async Task<string> UploadedAsync(string key)
    {
        var truth = await simulator.GetAsync($"sim/egress?room={liveKitName}");
        return (from egress in truth["egresses"]!.AsArray()
                from uploaded in egress!["uploaded"]!.AsArray()
                where (string)uploaded!["key"]! == key
                select (string)uploaded["sha256"]!).SingleOrDefault()
            ?? throw new DemoFailedException($"LiveKit's worker has uploaded nothing as {key}.");
    }
}
