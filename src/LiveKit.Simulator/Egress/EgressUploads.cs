using System.Globalization;
using System.Security.Cryptography;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>
/// Makes the files of an egress that has stopped and puts them where its request says; where that fails, into the workers' backup storage. Without a
/// bucket of S3 in the request, files stay on a disk that nobody sees.
/// </summary>
internal sealed class EgressUploads(IEgressUploader uploader, SimulatorOptions options)
{
    private const int DefaultSegmentSeconds = 4;

    /// <summary>LiveKit's live playlist has the newest five.</summary>
    private const int LiveSegments = 5;

    private EgressBackupStorage? _backup = options.Egress.Backup;

    /// <summary>Where files go that their own storage did not take; null for nowhere.</summary>
    public EgressBackupStorage? Backup
    {
        get => Volatile.Read(ref _backup);
        set => Volatile.Write(ref _backup, value);
    }

    public void Reset() => Backup = options.Egress.Backup;

    /// <param name="egress">It has stopped, and nobody changes it until this is done.</param>
    /// <param name="duration">What it has recorded.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EgressUploadException">A file went nowhere.</exception>
    public async Task<EgressResults> RunAsync(SimulatedEgress egress, TimeSpan duration, CancellationToken cancellation)
    {
        var results = new EgressResults();
        var started = SimulatedEgress.Nanoseconds(egress.ActiveAt!.Value);
        var length = SimulatedEgress.Nanoseconds(duration);
        foreach (var output in egress.Request.Files)
        {
            var name = egress.Names.File(output, egress.Request.AudioOnly);
            var media = name.EndsWith(".ogg", StringComparison.Ordinal) ? MediaFile.Ogg(duration)
                : name.EndsWith(".mp3", StringComparison.Ordinal) ? MediaFile.Mp3(duration)
                : MediaFile.Mp4(duration, egress.Script.SizeBytes);
            var location = await PutAsync(egress.Script, results, output.S3, name, media, cancellation);
            results.Files.Add(new Protocol.FileInfo
            {
                Filename = name,
                StartedAt = started,
                EndedAt = started + length,
                Duration = length,
                Size = media.SizeBytes,
                Location = location,
            });
        }

        foreach (var output in egress.Request.Segments)
        {
            var segments = await PutSegmentsAsync(egress, results, output, duration, cancellation);
            (segments.StartedAt, segments.EndedAt, segments.Duration) = (started, started + length, length);
            results.Segments.Add(segments);
        }

        return results;
    }

    private async Task<SegmentsInfo> PutSegmentsAsync(
        SimulatedEgress egress, EgressResults results, SegmentedFileOutput output, TimeSpan duration, CancellationToken cancellation)
    {
        var (prefix, playlist, live) = egress.Names.Segments(output);
        var folder = playlist[..(playlist.LastIndexOf('/') + 1)];
        var full = TimeSpan.FromSeconds(output.SegmentDuration > 0 ? output.SegmentDuration : DefaultSegmentSeconds);
        var info = new SegmentsInfo { PlaylistName = playlist, LivePlaylistName = live };
        var written = new List<(string Name, TimeSpan Duration)>();
        for (var start = TimeSpan.Zero; start < duration; start += full)
        {
            var media = MediaFile.Segment(start, duration - start < full ? duration - start : full);
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{written.Count:D5}.ts");
            await PutAsync(egress.Script, results, output.S3, name, media, cancellation);
            info.Size += media.SizeBytes;
            written.Add((name.StartsWith(folder, StringComparison.Ordinal) ? name[folder.Length..] : name, media.Duration));
        }

        info.SegmentCount = written.Count;
        info.PlaylistLocation = await PutAsync(egress.Script, results, output.S3, playlist, MediaFile.Playlist(written), cancellation);
        if (live.Length > 0)
        {
            var newest = written.TakeLast(LiveSegments).ToList();
            var media = MediaFile.Playlist(newest, written.Count - newest.Count);
            info.LivePlaylistLocation = await PutAsync(egress.Script, results, output.S3, live, media, cancellation);
        }

        return info;
    }

    private async Task<string> PutAsync(
        EgressScript script, EgressResults results, S3Upload? target, string name, MediaFile media, CancellationToken cancellation)
    {
        if (target is null)
        {
            return name;
        }

        try
        {
            return script.UploadFails is { } reason
                ? throw new EgressUploadException(reason, "AccessDenied")
                : await PutAsync(results, target, name, media, backup: false, cancellation);
        }
        catch (EgressUploadException) when (Backup is not null)
        {
            results.BackupUsed = true;
            var backup = Backup!;
            var upload = new S3Upload
            {
                Endpoint = backup.Endpoint ?? "",
                Region = backup.Region,
                Bucket = backup.Bucket,
                ForcePathStyle = backup.ForcePathStyle,
                AccessKey = backup.AccessKey,
                Secret = backup.Secret,
            };
            var key = backup.Prefix.Length == 0 || backup.Prefix.EndsWith('/') ? backup.Prefix + name : $"{backup.Prefix}/{name}";
            return await PutAsync(results, upload, key, media, backup: true, cancellation);
        }
    }

    private async Task<string> PutAsync(
        EgressResults results, S3Upload target, string key, MediaFile media, bool backup, CancellationToken cancellation)
    {
        await using var content = media.OpenRead();
        var location = await uploader.UploadAsync(target, key, content, media.ContentType, cancellation);
        await using var again = media.OpenRead();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(again, cancellation));
        results.Uploaded.Add(new UploadedObject(target.Bucket, key, media.SizeBytes, hash, backup));
        return location;
    }
}

/// <summary>What was made of an egress.</summary>
internal sealed class EgressResults
{
    public List<Protocol.FileInfo> Files { get; } = [];

    public List<SegmentsInfo> Segments { get; } = [];

    public List<UploadedObject> Uploaded { get; } = [];

    public bool BackupUsed { get; set; }
}
