using System.Globalization;

namespace RelayKit.Examples.RebillByLabel;

/// <summary>What the program is asked for.</summary>
/// <param name="Month">The first instant of the month, in UTC.</param>
/// <param name="PricePerMinute">What a participant-minute costs.</param>
/// <param name="Label">The name of the label that says which customer it is; null to bill by room.</param>
internal sealed record Arguments(DateTimeOffset Month, decimal PricePerMinute, string? Label)
{
    /// <summary>How the program is called.</summary>
    public const string Usage = "rebill-by-label MONTH PRICE [label NAME | room], such as: rebill-by-label 2026-11 0.004 label customer";

    /// <summary>Reads the command line; null when it is something else.</summary>
    public static Arguments? Read(IReadOnlyList<string> words)
    {
        if (words.Count < 2
            || !DateTimeOffset.TryParseExact(words[0], "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            || !decimal.TryParse(words[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price))
        {
            return null;
        }

        return words.Skip(2).ToList() switch
        {
            [] => new Arguments(month, price, "customer"),
            ["label", var name] => new Arguments(month, price, name),
            ["room"] => new Arguments(month, price, null),
            _ => null,
        };
    }
}
