using RelayKit.Rooms;

namespace RelayKit.Recordings;

/// <summary>What is recorded or streamed. What carries secrets, as a page's address may, is here only on its way to LiveKit.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RecordingSource")]
public sealed record RecordingSource
{
    /// <summary>The layout of a room composite for which none is named.</summary>
    public const string DefaultLayout = "grid";

    /// <summary>What it is.</summary>
    [Id(0)]
    public required RecordingKind Kind { get; init; }

    /// <summary>The room in LiveKit; null for a web page.</summary>
    [Id(1)]
    public LiveKitRoomName? Room { get; init; }

    /// <summary>The session that is recorded; null for a web page.</summary>
    [Id(2)]
    public Guid? Session { get; init; }

    /// <summary>Layout of a room composite: <c>grid</c>, <c>speaker</c> or <c>single-speaker</c>, with <c>-light</c> or <c>-dark</c> where wanted.</summary>
    [Id(3)]
    public string Layout { get; init; } = "";

    /// <summary>Without video.</summary>
    [Id(4)]
    public bool AudioOnly { get; init; }

    /// <summary>Without audio.</summary>
    [Id(5)]
    public bool VideoOnly { get; init; }

    /// <summary>Whom to record; null for all.</summary>
    [Id(6)]
    public string? Identity { get; init; }

    /// <summary>The screen share of that participant, in place of camera and microphone.</summary>
    [Id(7)]
    public bool ScreenShare { get; init; }

    /// <summary>The audio track's sid; null for none.</summary>
    [Id(8)]
    public string? AudioTrackSid { get; init; }

    /// <summary>The video track's sid; null for none.</summary>
    [Id(9)]
    public string? VideoTrackSid { get; init; }

    /// <summary>The page's address; in what is kept, without its query and user part.</summary>
    [Id(10)]
    public string? Url { get; init; }

    /// <summary>A page that says itself when to begin.</summary>
    [Id(11)]
    public bool AwaitStartSignal { get; init; }
}
