using System.Globalization;

namespace RelayKit.Storage.Audit;

/// <summary>How the measures of a roll-up read, e.g. <c>participant_ms 1500</c>.</summary>
internal static class RollUpFigures
{
    public static string Of(IEnumerable<long> values) => string.Join(
        ", ", values.Zip(RollUpMeasure.All, (value, measure) => string.Create(CultureInfo.InvariantCulture, $"{measure.Column} {value}")));
}
