using System.Globalization;
using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>
/// Names a report of usage: <c>tenant:meter:period:seq</c>, such as <c>ten_…:minutes:2026-11:17</c>. Made from facts, so that a crash between sending and
/// noting leads to the same name; fine enough that a second report of the same hour has another.
/// </summary>
/// <param name="Tenant">Whose usage.</param>
/// <param name="Meter">Which of the plan's meters: 1 to 40 of <c>a-z 0-9 _</c>.</param>
/// <param name="PeriodStart">The period's first day; a calendar month in UTC.</param>
/// <param name="Sequence">The report's number within tenant, meter and period; 1 for the first.</param>
public readonly record struct MeterEventIdentifier(TenantId Tenant, string Meter, DateOnly PeriodStart, long Sequence)
{
    /// <summary>As many characters as providers take (Stripe).</summary>
    public const int MaxLength = 100;

    /// <summary>As many characters as a meter's name may have: 30 of the tenant, 7 of the period, 19 of the number and 3 colons leave 41.</summary>
    public const int MaxMeterLength = 40;

    private const string PeriodFormat = "yyyy-MM";

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out MeterEventIdentifier identifier)
    {
        identifier = default;
        if (text is null or { Length: > MaxLength })
        {
            return false;
        }

        var parts = text.Split(':');
        if (parts.Length != 4
            || !TenantId.TryParse(parts[0], out var tenant)
            || !IsMeter(parts[1])
            || !DateOnly.TryParseExact(parts[2], PeriodFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var period)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || sequence < 1)
        {
            return false;
        }

        identifier = new MeterEventIdentifier(tenant, parts[1], period, sequence);
        return text == identifier.ToString();
    }

    /// <summary>Whether a meter may be called so.</summary>
    public static bool IsMeter(string? meter) =>
        meter is { Length: > 0 and <= MaxMeterLength } && meter.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Tenant}:{Meter}:{PeriodStart.ToString(PeriodFormat, CultureInfo.InvariantCulture)}:{Sequence}");
}
