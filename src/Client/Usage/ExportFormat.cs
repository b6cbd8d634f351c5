using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How an export is written. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ExportFormat>))]
public readonly record struct ExportFormat(string Text) : IWord<ExportFormat>
{
    /// <summary>RFC 4180, a line of names first.</summary>
    public static ExportFormat Csv => new("csv");

    /// <summary>A JSON object on each line.</summary>
    public static ExportFormat Ndjson => new("ndjson");

    static ExportFormat IWord<ExportFormat>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
