using CsCheck;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Billing;

public sealed class MeterEventIdentifierTests
{
    private static readonly Gen<MeterEventIdentifier> Any = Gen.Select(
        Gen.Guid, Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789_"], 1, 40], Gen.Int[0, 9999], Gen.Long[1, long.MaxValue],
        static (tenant, meter, month, sequence) => new MeterEventIdentifier(new TenantId(tenant), meter, new DateOnly(2000, 1, 1).AddMonths(month), sequence));

    [Fact]
    public void It_reads_what_it_wrote_within_what_providers_take() => Any.Sample(identifier =>
    {
        var text = identifier.ToString();
        Assert.True(text.Length <= MeterEventIdentifier.MaxLength);
        Assert.True(MeterEventIdentifier.TryParse(text, out var read));
        Assert.Equal(identifier, read);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a:b:c:d")]
    [InlineData("ten_01jd0000000000000000000000:minutes:2026-11:0")]
    [InlineData("ten_01jd0000000000000000000000:minutes:2026-11:01")]
    [InlineData("ten_01jd0000000000000000000000:minutes:2026-13:1")]
    [InlineData("ten_01jd0000000000000000000000:Minutes:2026-11:1")]
    [InlineData("ten_01jd0000000000000000000000:minutes:2026-11:1:2")]
    public void It_reads_nothing_else(string? text) => Assert.False(MeterEventIdentifier.TryParse(text, out _));
}
