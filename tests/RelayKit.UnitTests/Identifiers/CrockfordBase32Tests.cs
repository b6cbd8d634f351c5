using CsCheck;
using RelayKit.Identifiers;

namespace RelayKit.UnitTests.Identifiers;

public sealed class CrockfordBase32Tests
{
    private static readonly Gen<UInt128> AnyValue = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low));

    [Fact]
    public void Every_value_comes_back_from_its_text() => AnyValue.Sample(value =>
    {
        Assert.True(CrockfordBase32.TryDecode(Encode(value), out var decoded));
        Assert.Equal(value, decoded);
    });

    [Fact]
    public void A_character_is_five_bits_of_the_value() => AnyValue.Sample(value =>
    {
        var text = Encode(value);
        for (var i = 0; i < text.Length; i++)
        {
            var bits = (int)((value >> (5 * (text.Length - 1 - i))) & 31);
            Assert.Equal("0123456789abcdefghjkmnpqrstvwxyz"[bits], text[i]);
        }
    });

    [Fact]
    public void Texts_sort_as_their_values_do() => Gen.Select(AnyValue, AnyValue).Sample((left, right) =>
        Assert.Equal(Math.Sign(left.CompareTo(right)), Math.Sign(string.CompareOrdinal(Encode(left), Encode(right)))));

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000")]
    [InlineData("000000000000000000000000000")]
    [InlineData("8zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("0000000000000000000000000A")]
    [InlineData("0000000000000000000000000i")]
    [InlineData("0000000000000000000000000u")]
    [InlineData("0000000000000000000000000ÿ")]
    [InlineData("00000000000000000000000000\u0130")]
    public void Any_other_text_is_refused(string text) => Assert.False(CrockfordBase32.TryDecode(text, out _));

    private static string Encode(UInt128 value)
    {
        Span<char> text = stackalloc char[CrockfordBase32.Length];
        CrockfordBase32.Encode(value, text);
        return text.ToString();
    }
}
