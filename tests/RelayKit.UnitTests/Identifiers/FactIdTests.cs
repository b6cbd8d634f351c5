using CsCheck;
using RelayKit.Identifiers;

namespace RelayKit.UnitTests.Identifiers;

public sealed class FactIdTests
{
    private static readonly Gen<long> Instant = Gen.Long[0, 253_402_300_799_999];

    [Fact]
    public void The_lowest_id_of_an_instant_parts_the_facts_before_it_from_those_since() =>
        Gen.Select(Instant, Instant, Gen.Guid, Gen.String).Sample((factMs, atMs, tenant, sid) =>
        {
            var fact = FactId.Of(factMs, "session", tenant, sid, "");

            Assert.Equal(factMs < atMs, InDatabaseOrder(fact, FactId.Lowest(atMs)) < 0);
            Assert.True(InDatabaseOrder(fact, FactId.Lowest(factMs)) >= 0);
        });

    /// <summary>PostgreSQL orders UUIDs by their bytes, as the text has them.</summary>
    private static int InDatabaseOrder(Guid left, Guid right) => string.CompareOrdinal(left.ToString(), right.ToString());
}
