using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What became of a recording's file. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<RecordingFile>))]
public readonly record struct RecordingFile(string Text) : IWord<RecordingFile>
{
    /// <summary>There is none, yet or ever.</summary>
    public static RecordingFile None => new("none");

    /// <summary>Written, by LiveKit; the bucket was not asked yet.</summary>
    public static RecordingFile Pending => new("pending");

    /// <summary>The bucket has it in the size that LiveKit told.</summary>
    public static RecordingFile Present => new("present");

    /// <summary>The bucket has it not.</summary>
    public static RecordingFile Missing => new("missing");

    /// <summary>The bucket has it in another size.</summary>
    public static RecordingFile Mismatched => new("mismatched");

    /// <summary>It waits in managed storage until the tenant's bucket works again.</summary>
    public static RecordingFile Rescued => new("rescued");

    /// <summary>It was deleted.</summary>
    public static RecordingFile Deleted => new("deleted");

    static RecordingFile IWord<RecordingFile>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
