using System.Globalization;

namespace RelayKit.Storage.Audit;

/// <summary>How the measures of a roll-up read, e.g. <c>participant_ms 1500, presumed_ms 0</c>. Those that are right are left out.</summary>
internal static class RollUpFigures
{
    /// <summary>The values of a row that differ from those of another; null for a row that is not there, which has 0 everywhere.</summary>
    public static string Differing(IReadOnlyList<long> values, IReadOnlyList<long>? others) => string.Join(
        ", ",
        RollUpMeasure.All
            .Select((measure, i) => (measure.Column, Value: values[i], Other: others?[i] ?? 0))
            .Where(figure => figure.Value != figure.Other)
            .Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Column} {figure.Value}")));
}
