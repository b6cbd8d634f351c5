using System.Buffers.Binary;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>When a tenant's usage is reported and its periods are closed. Decides, and does no I/O.</summary>
/// <param name="every">Between two reports.</param>
/// <param name="closeAfter">How long after its end a period is closed.</param>
public sealed class BillingSchedule(TimeSpan every, TimeSpan closeAfter)
{
    /// <summary>The periods that are reported at an instant, the oldest first: the current one, and before it those that are not closed yet.</summary>
    /// <param name="lastClosed">The last period that is closed; null for none.</param>
    /// <param name="since">Since when the tenant is there.</param>
    /// <param name="now">The instant.</param>
    public static IEnumerable<UsagePeriod> Open(UsagePeriod? lastClosed, DateTimeOffset since, DateTimeOffset now)
    {
        // One of which nothing was closed ever begins with the period before, if it was there: what lies further back was used before there was billing.
        var current = UsagePeriod.Containing(now);
        var period = lastClosed is { } closed ? PeriodText.After(closed) : UsagePeriod.Containing(since) == current ? current : PeriodText.Before(current);
        for (; period.StartMs <= current.StartMs; period = PeriodText.After(period))
        {
            yield return period;
        }
    }

    /// <summary>Whether a period is to be closed.</summary>
    public bool IsToClose(UsagePeriod period, DateTimeOffset now) => now >= ClosesAt(period);

    /// <summary>When a period is closed.</summary>
    public DateTimeOffset ClosesAt(UsagePeriod period) => DateTimeOffset.FromUnixTimeMilliseconds(period.EndMs) + closeAfter;

    /// <summary>
    /// When a tenant is reported next: at its own place within the hour, so that not all come at once, at the latest when the next period is closed.
    /// </summary>
    /// <param name="tenant">The tenant's id, which its place follows from.</param>
    /// <param name="now">Now.</param>
    public DateTimeOffset NextAfter(Guid tenant, DateTimeOffset now)
    {
        var offset = (long)(BinaryPrimitives.ReadUInt64LittleEndian(tenant.ToByteArray().AsSpan(8)) % (ulong)every.Ticks);
        var beat = ((now.UtcTicks - offset) / every.Ticks * every.Ticks) + offset + every.Ticks;
        var next = new DateTimeOffset(beat, TimeSpan.Zero);
        var current = UsagePeriod.Containing(now);
        foreach (var closes in new[] { ClosesAt(PeriodText.Before(current)), ClosesAt(current) })
        {
            next = closes > now && closes < next ? closes : next;
        }

        return next;
    }
}
