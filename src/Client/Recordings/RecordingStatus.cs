using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How far a recording or stream has come. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<RecordingStatus>))]
public readonly record struct RecordingStatus(string Text) : IWord<RecordingStatus>
{
    /// <summary>Asked for; nothing is recorded yet.</summary>
    public static RecordingStatus Starting => new("starting");

    /// <summary>It records.</summary>
    public static RecordingStatus Active => new("active");

    /// <summary>Stopping; the file is written.</summary>
    public static RecordingStatus Ending => new("ending");

    /// <summary>Ended well.</summary>
    public static RecordingStatus Complete => new("complete");

    /// <summary>Ended by an error.</summary>
    public static RecordingStatus Failed => new("failed");

    /// <summary>Ended before anything was recorded.</summary>
    public static RecordingStatus Aborted => new("aborted");

    /// <summary>Ended at a limit; what was recorded until then is there.</summary>
    public static RecordingStatus LimitReached => new("limit_reached");

    static RecordingStatus IWord<RecordingStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
