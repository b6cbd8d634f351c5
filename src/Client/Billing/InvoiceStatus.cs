using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whether an invoice still grows. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<InvoiceStatus>))]
public readonly record struct InvoiceStatus(string Text) : IWord<InvoiceStatus>
{
    /// <summary>The period is open, and it grows.</summary>
    public static InvoiceStatus Draft => new("draft");

    /// <summary>The period is closed.</summary>
    public static InvoiceStatus Final => new("final");

    static InvoiceStatus IWord<InvoiceStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
