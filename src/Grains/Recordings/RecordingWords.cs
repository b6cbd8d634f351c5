namespace RelayKit.Recordings;

/// <summary>The words that the API and the database have for what recordings are.</summary>
public static class RecordingWords
{
    private static readonly string[] Purposes = ["recording", "stream"];
    private static readonly string[] Kinds = ["room_composite", "participant", "track_composite", "web_page"];
    private static readonly string[] Statuses = ["starting", "active", "ending", "complete", "failed", "aborted", "limit_reached"];
    private static readonly string[] Formats = ["mp4", "ogg", "mp3", "hls"];
    private static readonly string[] Files = ["none", "pending", "present", "missing", "mismatched", "rescued", "deleted"];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> AllKinds => Kinds;

    /// <summary>All statuses.</summary>
    public static IReadOnlyList<string> AllStatuses => Statuses;

    /// <summary>The word of a purpose.</summary>
    public static string Word(this RecordingPurpose purpose) => Purposes[(int)purpose];

    /// <summary>The word of a kind.</summary>
    public static string Word(this RecordingKind kind) => Kinds[(int)kind];

    /// <summary>The word of a status.</summary>
    public static string Word(this RecordingStatus status) => Statuses[(int)status];

    /// <summary>The word of a format.</summary>
    public static string Word(this RecordingFormat format) => Formats[(int)format];

    /// <summary>The word of what became of a file.</summary>
    public static string Word(this RecordingFile file) => Files[(int)file];

    /// <summary>Reads a purpose that <see cref="Word(RecordingPurpose)"/> wrote.</summary>
    public static RecordingPurpose ParsePurpose(string word) => (RecordingPurpose)Place(Purposes, word);

    /// <summary>Reads a kind that <see cref="Word(RecordingKind)"/> wrote.</summary>
    public static RecordingKind ParseKind(string word) => (RecordingKind)Place(Kinds, word);

    /// <summary>Reads a status that <see cref="Word(RecordingStatus)"/> wrote.</summary>
    public static RecordingStatus ParseStatus(string word) => (RecordingStatus)Place(Statuses, word);

    /// <summary>Reads a format that <see cref="Word(RecordingFormat)"/> wrote.</summary>
    public static RecordingFormat ParseFormat(string word) => (RecordingFormat)Place(Formats, word);

    /// <summary>Reads what <see cref="Word(RecordingFile)"/> wrote.</summary>
    public static RecordingFile ParseFile(string word) => (RecordingFile)Place(Files, word);

    private static int Place(string[] words, string word)
    {
        var place = Array.IndexOf(words, word);
        return place >= 0 ? place : throw new FormatException($"'{word}' is none of {string.Join(", ", words)}.");
    }
}
