using System.Net.Http.Headers;
using RelayKit.Api.Authentication;
using RelayKit.Api.Requests;
using RelayKit.Usage;
using RelayKit.Usage.Export;

namespace RelayKit.Api.Usage.Export;

/// <summary>Reads what kind of export is asked for.</summary>
internal static class UsageExportRequest
{
    /// <summary>The range and the format; of use only if nothing was added to <paramref name="errors"/>.</summary>
    public static (UsageExportQuery Query, UsageExportFormat Format) Read(HttpContext context, DateTimeOffset now, FieldErrors errors)
    {
        PageRequest.RefuseUnknown(context, errors, "from", "to", "mode", "format");
        var mode = ModeParameter.Read(context, errors);
        var format = ReadFormat(context, errors);
        var nowMs = now.ToUnixTimeMilliseconds();
        var from = InstantParameter.Read(context, errors, "from") ?? UsagePeriod.Containing(now).StartMs;
        var to = InstantParameter.Read(context, errors, "to") ?? Math.Max(nowMs, from + 1);
        if (!errors.Any && from >= to)
        {
            errors.Add("?from", "has to be before to; left out, they are the beginning of the current period and now");
        }

        return (new UsageExportQuery(new MeterKey(CurrentTenant.Of(context).Tenant, mode), from, Math.Min(to, nowMs)), format);
    }

    private static UsageExportFormat ReadFormat(HttpContext context, FieldErrors errors)
    {
        switch (PageRequest.ReadText(context, "format"))
        {
            case null:
                return PrefersNdjson(context.Request.Headers.Accept.ToString()) ? new UsageNdjson() : new UsageCsv();
            case "csv":
                return new UsageCsv();
            case "ndjson":
                return new UsageNdjson();
            default:
                errors.Add("?format", "has to be csv or ndjson");
                return new UsageCsv();
        }
    }

    /// <summary>Whether an Accept header (RFC 9110) names JSON lines, and nothing that it likes better; what is no such header asks for nothing.</summary>
    private static bool PrefersNdjson(string accept)
    {
        var (csv, ndjson) = (0.0, 0.0);
        foreach (var item in accept.Split(','))
        {
            if (MediaTypeWithQualityHeaderValue.TryParse(item, out var type))
            {
                var quality = type.Quality ?? 1;
                csv = type.MediaType is UsageCsv.MediaType or "text/*" ? Math.Max(csv, quality) : csv;
                ndjson = type.MediaType is UsageNdjson.MediaType ? Math.Max(ndjson, quality) : ndjson;
            }
        }

        return ndjson > csv;
    }
}
