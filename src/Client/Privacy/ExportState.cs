using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How far an export is. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ExportState>))]
public readonly record struct ExportState(string Text) : IWord<ExportState>
{
    /// <summary>It is to be made.</summary>
    public static ExportState Waiting => new("waiting");

    /// <summary>It is being made.</summary>
    public static ExportState Running => new("running");

    /// <summary>It can be downloaded.</summary>
    public static ExportState Ready => new("ready");

    /// <summary>It was tried several times in vain.</summary>
    public static ExportState Failed => new("failed");

    /// <summary>It was removed: its time is over, or a newer one has taken its place.</summary>
    public static ExportState Expired => new("expired");

    static ExportState IWord<ExportState>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
