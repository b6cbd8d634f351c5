using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How far a payment that does not come has taken the tenant. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<PaymentStage>))]
public readonly record struct PaymentStage(string Text) : IWord<PaymentStage>
{
    /// <summary>Nothing is overdue.</summary>
    public static PaymentStage Active => new("active");

    /// <summary>A payment has failed or is overdue.</summary>
    public static PaymentStage PastDue => new("past_due");

    /// <summary>And nobody new is let in.</summary>
    public static PaymentStage Grace => new("grace");

    /// <summary>And what went on was ended.</summary>
    public static PaymentStage Suspended => new("suspended");

    static PaymentStage IWord<PaymentStage>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
