using RelayKit.Identifiers;

namespace RelayKit.Storage.Audit;

/// <summary>
/// A month (UTC), as a range of hours and as the range of session ids that PostgreSQL keeps in one partition. Every id and every
/// instant has a month, also one that no product wrote: before year 1 it is the first, after year 9999 the last.
/// </summary>
/// <param name="Number">Months since January of year 0.</param>
internal readonly record struct AuditMonth(int Number) : IComparable<AuditMonth>
{
    private const int MonthsInYear = 12;
    private const long FirstMsOfAll = -62_135_596_800_000;
    private const long EndMsOfAll = 253_402_300_800_000;

    private static readonly AuditMonth LastOfAll = Of(EndMsOfAll - 1);
    private static readonly AuditMonth FirstOfIds = Of(0);

    /// <summary>Its first day.</summary>
    public DateOnly FirstDay => new(Number / MonthsInYear, (Number % MonthsInYear) + 1, 1);

    /// <summary>Its first millisecond, Unix time.</summary>
    public long FirstMs => new DateTimeOffset(FirstDay, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The first millisecond after it.</summary>
    public long EndMs => this == LastOfAll ? EndMsOfAll : Next.FirstMs;

    /// <summary>The lowest id of a session of it.</summary>
    public Guid FirstId => this <= FirstOfIds ? Guid.Empty : FactId.Lowest(FirstMs);

    /// <summary>The lowest id of a session of a later month.</summary>
    public Guid EndId => this == LastOfAll ? Guid.AllBitsSet : Next.FirstId;

    /// <summary>The month after it.</summary>
    public AuditMonth Next => new(Number + 1);

    public static bool operator <=(AuditMonth left, AuditMonth right) => left.Number <= right.Number;

    public static bool operator >=(AuditMonth left, AuditMonth right) => left.Number >= right.Number;

    /// <summary>The month of an instant, Unix milliseconds.</summary>
    public static AuditMonth Of(long unixMilliseconds)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMilliseconds, FirstMsOfAll, EndMsOfAll - 1));
        return new AuditMonth((at.Year * MonthsInYear) + at.Month - 1);
    }

    /// <summary>The month that begins on a day.</summary>
    public static AuditMonth Of(DateOnly firstDay) => new((firstDay.Year * MonthsInYear) + firstDay.Month - 1);

    /// <summary>The month that a session lies in.</summary>
    public static AuditMonth Of(Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        var unixMilliseconds = 0L;
        foreach (var value in bytes[..6])
        {
            unixMilliseconds = (unixMilliseconds << 8) | value;
        }

        // An id that is no UUIDv7 may sort before those of its own millisecond, and PostgreSQL goes by the order.
        var month = Of(unixMilliseconds);
        return sessionId.CompareTo(month.FirstId) < 0 ? new AuditMonth(month.Number - 1) : month;
    }

    public int CompareTo(AuditMonth other) => Number.CompareTo(other.Number);

    public override string ToString() => FirstDay.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
}
