using RelayKit.Api.Authentication;
using RelayKit.Api.Requests;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Api.Usage;

/// <summary>Reads the query parameters of a series of usage.</summary>
internal static class UsageSeriesRequest
{
    /// <summary>Points are small, and who draws a chart wants all of it: most answers are one page.</summary>
    public const int MaxLimit = 1_000;

    private const int MaxDays = 366;
    private const int MaxDaysByHour = 62;

    /// <summary>The query; of use only if nothing was added to <paramref name="errors"/>.</summary>
    public static UsageSeriesQuery Read(HttpContext context, DateTimeOffset now, FieldErrors errors)
    {
        PageRequest.RefuseUnknown(context, errors, "from", "to", "granularity", "group_by", "label", "mode", "limit", "cursor");
        var mode = ModeParameter.Read(context, errors);
        var limit = PageRequest.ReadLimit(context, errors, MaxLimit, MaxLimit);
        var granularity = ReadGranularity(context, errors);
        var grouping = ReadGrouping(context, errors);
        var label = LabelParameter.Read(context, errors);
        if (label is not null && grouping == UsageGrouping.Room)
        {
            errors.Add("?group_by", "cannot be room together with label; group by kind or label, or leave one of the two out");
        }

        var (from, to) = (ReadWholeHour(context, errors, "from"), ReadWholeHour(context, errors, "to"));
        var period = UsagePeriod.Containing(now);
        var buckets = new UsageBuckets(from ?? period.StartMs, to ?? period.EndMs, granularity);
        if (!errors.Any)
        {
            CheckRange(buckets, errors);
        }

        var after = errors.Any ? null : ReadCursor(context, errors, buckets, grouping);
        var key = new MeterKey(CurrentTenant.Of(context).Tenant, mode);
        return new UsageSeriesQuery(key, buckets, grouping, now.ToUnixTimeMilliseconds(), limit, after) { Label = label };
    }

    private static UsageGranularity ReadGranularity(HttpContext context, FieldErrors errors)
    {
        switch (PageRequest.ReadText(context, "granularity"))
        {
            case null or "day":
                return UsageGranularity.Day;
            case "hour":
                return UsageGranularity.Hour;
            default:
                errors.Add("?granularity", "has to be hour or day");
                return UsageGranularity.Day;
        }
    }

    private static UsageGrouping ReadGrouping(HttpContext context, FieldErrors errors)
    {
        switch (PageRequest.ReadText(context, "group_by"))
        {
            case null:
                return UsageGrouping.None;
            case "room":
                return UsageGrouping.Room;
            case "kind":
                return UsageGrouping.Kind;
            case "label":
                return UsageGrouping.Label;
            default:
                errors.Add("?group_by", "has to be room, kind or label; leave it out for the sum of all");
                return UsageGrouping.None;
        }
    }

    private static long? ReadWholeHour(HttpContext context, FieldErrors errors, string name)
    {
        var instant = InstantParameter.Read(context, errors, name);
        if (instant % UsageBuckets.HourMs is not (null or 0))
        {
            errors.Add($"?{name}", "has to be a whole hour in UTC, such as 2026-11-23T15:00:00Z");
        }

        return instant;
    }

    private static void CheckRange(UsageBuckets buckets, FieldErrors errors)
    {
        var days = buckets.Granularity == UsageGranularity.Hour ? MaxDaysByHour : MaxDays;
        if (buckets.FromMs >= buckets.ToMs)
        {
            errors.Add("?from", "has to be before to; left out, they are the beginning and the end of the current period");
        }
        else if (buckets.ToMs - buckets.FromMs > TimeSpan.FromDays(days).TotalMilliseconds)
        {
            errors.Add("?from", buckets.Granularity == UsageGranularity.Hour
                ? $"has to be at most {MaxDaysByHour} days before to; ask by day for up to {MaxDays}, or for one part after the other"
                : $"has to be at most {MaxDays} days before to; ask for one part after the other");
        }
    }

    private static UsageSeriesPlace? ReadCursor(HttpContext context, FieldErrors errors, UsageBuckets buckets, UsageGrouping grouping)
    {
        if (PageRequest.ReadText(context, "cursor") is not { } text)
        {
            return null;
        }

        if (UsageCursorText.TryParse(text, buckets, grouping, out var place))
        {
            return place;
        }

        errors.Add("?cursor", "is not one that this series gave; begin again without it");
        return null;
    }
}
