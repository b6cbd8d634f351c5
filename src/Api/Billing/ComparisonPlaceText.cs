using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.Api.Billing;

/// <summary>A place among comparisons as an opaque text.</summary>
internal static class ComparisonPlaceText
{
    private const string Day = "yyyyMMdd";

    public static string Write(BillingComparison last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        ' ',
        last.Day.ToString(Day, CultureInfo.InvariantCulture),
        last.Tenant.ToString(),
        last.Meter.Word(),
        PeriodText.StartDay(last.Period).ToString(Day, CultureInfo.InvariantCulture))));

    public static bool TryParse(string text, out ComparisonPlace? place)
    {
        place = null;
        if (!Base64Url.IsValid(text) || Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ') is not { Length: 4 } parts
            || !DateOnly.TryParseExact(parts[0], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !TenantId.TryParse(parts[1], out var tenant)
            || !BillingMeters.TryParse(parts[2], out var meter)
            || !DateOnly.TryParseExact(parts[3], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var period))
        {
            return false;
        }

        place = new ComparisonPlace(day, tenant, meter, period);
        return true;
    }
}
