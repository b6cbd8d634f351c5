using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How a statement is written as a file. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<StatementFormat>))]
public readonly record struct StatementFormat(string Text) : IWord<StatementFormat>
{
    /// <summary>RFC 4180, a line of names first.</summary>
    public static StatementFormat Csv => new("csv");

    /// <summary>Pages to print.</summary>
    public static StatementFormat Pdf => new("pdf");

    static StatementFormat IWord<StatementFormat>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
