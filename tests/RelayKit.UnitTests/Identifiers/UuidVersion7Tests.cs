using CsCheck;
using RelayKit.Identifiers;

namespace RelayKit.UnitTests.Identifiers;

public sealed class UuidVersion7Tests
{
    [Fact]
    public void An_id_tells_its_instant_whatever_its_other_bits_are() =>
        Gen.Select(Gen.Long[0, 253_402_300_799_999], Gen.Byte.Array[16]).Sample((ms, bits) =>
        {
            var id = UuidVersion7.Of(ms, bits);

            Assert.Equal((ms, 7), (UuidVersion7.InstantOf(id).ToUnixTimeMilliseconds(), id.Version));
        });

    [Fact]
    public void So_does_one_of_the_frameworks() => Assert.Equal(
        DateTimeOffset.FromUnixTimeMilliseconds(1_796_068_800_123),
        UuidVersion7.InstantOf(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(1_796_068_800_123))));
}
