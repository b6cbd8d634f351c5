using System.Globalization;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Billing periods as text, <c>2026-11</c>, and as the day that they begin on, which is how rows have them.</summary>
public static class PeriodText
{
    private const string Format = "yyyy-MM";

    /// <summary>The text of a period.</summary>
    public static string Of(UsagePeriod period) => StartDay(period).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a period.</summary>
    public static bool TryParse(string? text, out UsagePeriod period)
    {
        period = default;
        if (!DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1970 or > 9998)
        {
            return false;
        }

        period = Beginning(day);
        return true;
    }

    /// <summary>The day (UTC) that a period begins on.</summary>
    public static DateOnly StartDay(UsagePeriod period) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs).UtcDateTime);

    /// <summary>The period that begins on a day.</summary>
    public static UsagePeriod Beginning(DateOnly day) => UsagePeriod.Containing(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    /// <summary>The period before one.</summary>
    public static UsagePeriod Before(UsagePeriod period) => UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs - 1));

    /// <summary>The period after one.</summary>
    public static UsagePeriod After(UsagePeriod period) => UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(period.EndMs));
}
