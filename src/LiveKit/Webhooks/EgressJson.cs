using System.Text.Json;
using System.Text.Json.Serialization;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary><c>EgressInfo</c>. Of the request that it repeats only paths and addresses are read: its credentials are skipped.</summary>
internal sealed class EgressJson : IJsonOnDeserialized
{
    public string? EgressId { get; set; }

    public string? RoomId { get; set; }

    public string? RoomName { get; set; }

    public Wire.EgressStatus? Status { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public string? Error { get; set; }

    public int? ErrorCode { get; set; }

    public string? Details { get; set; }

    public bool? BackupStorageUsed { get; set; }

    public EgressRequestJson? RoomComposite { get; set; }

    public EgressRequestJson? Participant { get; set; }

    public EgressRequestJson? TrackComposite { get; set; }

    public EgressRequestJson? Web { get; set; }

    public List<EgressFileJson?>? FileResults { get; set; }

    public List<EgressSegmentsJson?>? SegmentResults { get; set; }

    public List<EgressStreamJson?>? StreamResults { get; set; }

    public EgressFileJson? File { get; set; }

    public EgressSegmentsJson? Segments { get; set; }

    public EgressStreamListJson? Stream { get; set; }

    /// <summary>The serializer lets nulls into lists; protobuf's JSON knows none there.</summary>
    public void OnDeserialized()
    {
        if (FileResults?.Contains(null) == true || SegmentResults?.Contains(null) == true || StreamResults?.Contains(null) == true)
        {
            throw new JsonException();
        }
    }
}

/// <summary>What the four requests have in common: where the media go.</summary>
internal sealed class EgressRequestJson : IJsonOnDeserialized
{
    public List<EgressFileOutputJson?>? FileOutputs { get; set; }

    public List<EgressSegmentOutputJson?>? SegmentOutputs { get; set; }

    public List<EgressStreamOutputJson?>? StreamOutputs { get; set; }

    /// <inheritdoc cref="EgressJson.OnDeserialized"/>
    public void OnDeserialized()
    {
        if (FileOutputs?.Contains(null) == true || SegmentOutputs?.Contains(null) == true || StreamOutputs?.Contains(null) == true)
        {
            throw new JsonException();
        }
    }
}

/// <summary><c>EncodedFileOutput</c>.</summary>
internal sealed class EgressFileOutputJson
{
    public string? Filepath { get; set; }
}

/// <summary><c>SegmentedFileOutput</c>.</summary>
internal sealed class EgressSegmentOutputJson
{
    public string? FilenamePrefix { get; set; }
}

/// <summary><c>StreamOutput</c>.</summary>
internal sealed class EgressStreamOutputJson : IJsonOnDeserialized
{
    public List<string?>? Urls { get; set; }

    /// <inheritdoc cref="EgressJson.OnDeserialized"/>
    public void OnDeserialized()
    {
        if (Urls?.Contains(null) == true)
        {
            throw new JsonException();
        }
    }
}

/// <summary><c>FileInfo</c>.</summary>
internal sealed class EgressFileJson
{
    public string? Filename { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long? Duration { get; set; }

    public long? Size { get; set; }

    public string? Location { get; set; }
}

/// <summary><c>SegmentsInfo</c>.</summary>
internal sealed class EgressSegmentsJson
{
    public string? PlaylistName { get; set; }

    public string? LivePlaylistName { get; set; }

    public string? PlaylistLocation { get; set; }

    public long? SegmentCount { get; set; }

    public long? Size { get; set; }

    public long? Duration { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }
}

/// <summary><c>StreamInfoList</c>.</summary>
internal sealed class EgressStreamListJson : IJsonOnDeserialized
{
    public List<EgressStreamJson?>? Info { get; set; }

    /// <inheritdoc cref="EgressJson.OnDeserialized"/>
    public void OnDeserialized()
    {
        if (Info?.Contains(null) == true)
        {
            throw new JsonException();
        }
    }
}

/// <summary><c>StreamInfo</c>.</summary>
internal sealed class EgressStreamJson
{
    public string? Url { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long? Duration { get; set; }

    public Wire.StreamInfo.Types.Status? Status { get; set; }

    public string? Error { get; set; }

    public uint? Retries { get; set; }
}
