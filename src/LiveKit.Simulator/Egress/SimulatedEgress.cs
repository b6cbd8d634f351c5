using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>One egress, from its start on and for as long as anybody may ask what really became of it. Guarded by its worker's lock.</summary>
internal sealed class SimulatedEgress
{
    public SimulatedEgress(EgressRequest request, string roomSid, EgressScript script, DateTimeOffset now)
    {
        Request = request;
        RoomSid = roomSid;
        Script = script;
        Names = new EgressNames(request, roomSid, now);
        AcceptedAt = now;
        Layout = request.Layout;
        Info = new EgressInfo
        {
            EgressId = Sid.New("EG_"),
            RoomId = roomSid,
            RoomName = request.RoomName,
            SourceType = request.IsSdk ? EgressSourceType.Sdk : EgressSourceType.Web,
            Status = EgressStatus.EgressStarting,
            StartedAt = Nanoseconds(now),
            UpdatedAt = Nanoseconds(now),
        };
        request.Echo(Info);
        NameResults();
        foreach (var url in request.Streams.SelectMany(stream => stream.Urls))
        {
            Urls.Add(url);
            Info.StreamResults.Add(new StreamInfo { Url = StreamAddress.Told(url) });
        }

        Stored = Info.Clone();
    }

    public EgressRequest Request { get; }

    public EgressScript Script { get; }

    public EgressNames Names { get; }

    public string Id => Info.EgressId;

    /// <summary>Empty for a web page.</summary>
    public string RoomSid { get; }

    /// <summary>How its worker knows it.</summary>
    public EgressInfo Info { get; }

    /// <summary>How the server knows it: as its worker told it last.</summary>
    public EgressInfo Stored { get; set; }

    /// <summary>The addresses of its streams, whole, in the order of their results; null once one has ended.</summary>
    public List<string?> Urls { get; } = [];

    /// <summary>How its page lays a whole room out now.</summary>
    public string Layout { get; set; }

    /// <summary>Whether the server still knows it.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>Whether its worker is gone without a word.</summary>
    public bool IsDead { get; set; }

    /// <summary>Whether its recorder is in the room.</summary>
    public bool HasJoined { get; set; }

    public bool IsUploading { get; set; }

    public DateTimeOffset AcceptedAt { get; }

    public DateTimeOffset? ActiveAt { get; set; }

    /// <summary>When it stopped to record.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>How it will end, once it has stopped to record.</summary>
    public EgressEnd? End { get; set; }

    /// <summary>What it was made to record beyond the time that passed.</summary>
    public TimeSpan Advanced { get; set; }

    /// <summary>Since when what it was sent for is not there.</summary>
    public DateTimeOffset? MissingSince { get; set; }

    /// <summary>Sid of the one whose media it takes.</summary>
    public string? SourceSid { get; set; }

    /// <summary>What it has put into buckets.</summary>
    public List<UploadedObject> Uploaded { get; } = [];

    /// <summary>The events that were told of it, in order.</summary>
    public List<string> Told { get; } = [];

    public bool HasEnded => Info.Status >= EgressStatus.EgressComplete;

    /// <summary>What it has recorded so far, or has recorded, to the millisecond; at least one, once it has begun.</summary>
    public TimeSpan Recorded(DateTimeOffset now) => ActiveAt is not { } active ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Max(1, (long)((ClosedAt ?? now) - active + Advanced).TotalMilliseconds));

    /// <summary>Names the files that it will write, as far as it knows by then.</summary>
    public void NameResults()
    {
        Info.FileResults.Clear();
        Info.FileResults.AddRange(Request.Files.Select(file => new Protocol.FileInfo { Filename = Names.File(file, Request.AudioOnly) }));
        Info.SegmentResults.Clear();
        Info.SegmentResults.AddRange(Request.Segments.Select(Names.Segments).Select(
            names => new SegmentsInfo { PlaylistName = names.Playlist, LivePlaylistName = names.LivePlaylist }));
    }

    public static long Nanoseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}

/// <summary>How an egress ends.</summary>
internal sealed record EgressEnd(EgressStatus Status, string Error, int Code, string Details)
{
    public static EgressEnd Complete(string reason) => new(EgressStatus.EgressComplete, "", 0, $"End reason: {reason}");

    public static EgressEnd Failed(string error, int code) => new(EgressStatus.EgressFailed, error, code, "End reason: Failure");

    public static EgressEnd Aborted(string error, string details) => new(EgressStatus.EgressAborted, error, 412, details);

    public static EgressEnd LimitReached { get; } =
        new(EgressStatus.EgressLimitReached, "Session limit reached", 413, "End reason: Session limit reached");
}

/// <summary>What was put into a bucket.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The object's key.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
/// <param name="Backup">Whether it is the workers' own bucket.</param>
internal sealed record UploadedObject(string Bucket, string Key, long SizeBytes, string Sha256, bool Backup);
