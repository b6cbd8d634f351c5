using CsCheck;
using RelayKit.Identifiers;
using RelayKit.Storage.Audit;

namespace RelayKit.StorageTests.Audit;

/// <summary>Months lie side by side: every id and every instant is in one, and in no other.</summary>
public sealed class AuditMonthTests
{
    /// <summary>Uniform, and close to the ends of months, where it is decided.</summary>
    private static readonly Gen<Guid> Ids = Gen.OneOf(
        Gen.Guid,
        from month in Gen.Int[1970 * 12, (9999 * 12) + 11]
        from off in Gen.Long[-2, 2]
        from rest in Gen.Guid
        select FirstMillisecondsOf(new AuditMonth(month).FirstMs + off, rest));

    [Fact]
    public void An_id_lies_within_the_ids_of_its_month() => Ids.Sample(id =>
        AuditMonth.Of(id) is var month && month.FirstId.CompareTo(id) <= 0 && (id.CompareTo(month.EndId) < 0 || id == Guid.AllBitsSet));

    [Fact]
    public void An_instant_lies_within_its_month() => Gen.Long[-62_135_596_800_000, 253_402_300_799_999].Sample(instant =>
        AuditMonth.Of(instant) is var month && month.FirstMs <= instant && instant < month.EndMs);

    [Fact]
    public void A_month_ends_where_the_next_begins() => Gen.Int[12, (9999 * 12) + 10].Sample(number =>
        new AuditMonth(number) is var month && month.EndMs == month.Next.FirstMs && month.EndId == month.Next.FirstId);

    [Fact]
    public void What_no_calendar_has_lies_in_the_first_or_the_last_month()
    {
        Assert.Equal("0001-01", AuditMonth.Of(long.MinValue).ToString());
        Assert.Equal("9999-12", AuditMonth.Of(long.MaxValue).ToString());
        Assert.Equal("9999-12", AuditMonth.Of(Guid.AllBitsSet).ToString());
        Assert.Equal("1970-01", AuditMonth.Of(Guid.Empty).ToString());
    }

    [Fact]
    public void A_session_of_the_product_lies_in_the_month_in_which_it_began()
    {
        var lastMs = new DateTimeOffset(2026, 11, 30, 23, 59, 59, 999, TimeSpan.Zero).ToUnixTimeMilliseconds();

        Assert.Equal(new DateOnly(2026, 11, 1), AuditMonth.Of(FactId.Lowest(lastMs)).FirstDay);
        Assert.Equal(new DateOnly(2026, 12, 1), AuditMonth.Of(FactId.Lowest(lastMs + 1)).FirstDay);
    }

    private static Guid FirstMillisecondsOf(long unixMilliseconds, Guid rest)
    {
        Span<byte> bytes = stackalloc byte[16];
        rest.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(Math.Max(0, unixMilliseconds) >> (8 * (5 - i)));
        }

        return new Guid(bytes, bigEndian: true);
    }
}
