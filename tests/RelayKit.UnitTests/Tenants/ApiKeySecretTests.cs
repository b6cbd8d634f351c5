using CsCheck;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Tenants;

public sealed class ApiKeySecretTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData(Mode.Live, "rk_live_")]
    [InlineData(Mode.Test, "rk_test_")]
    public void A_key_tells_its_mode_and_holds_43_random_characters_and_6_of_checksum(Mode mode, string prefix)
    {
        var key = ApiKeySecret.Generate(mode);

        Assert.StartsWith(prefix, key, StringComparison.Ordinal);
        Assert.Equal(8 + 43 + 6, key.Length);
        Assert.True(ApiKeySecret.IsWellFormed(key, out var read));
        Assert.Equal(mode, read);
        Assert.Equal(32, ApiKeySecret.Hash(key).Length);
        Assert.Equal(key[..12], ApiKeySecret.DisplayPrefix(key));
    }

    [Fact]
    public void A_seed_makes_one_key_and_another_seed_another() => Gen.Byte.Array[ApiKeySecret.SeedBytes].Sample(seed =>
    {
        var key = ApiKeySecret.FromSeed(Mode.Test, seed);
        byte[] other = [.. seed[..^1], (byte)~seed[^1]];

        Assert.True(ApiKeySecret.IsWellFormed(key, out var mode));
        Assert.Equal(Mode.Test, mode);
        Assert.Equal(key, ApiKeySecret.FromSeed(Mode.Test, seed));
        Assert.NotEqual(key, ApiKeySecret.FromSeed(Mode.Test, other));
        Assert.Throws<ArgumentException>(() => ApiKeySecret.FromSeed(Mode.Test, seed.AsSpan(1)));
    });

    [Fact]
    public void Any_mistyped_character_is_found_without_asking_anybody() =>
        Gen.Select(Gen.Int[8, 56], Gen.Int[0, 61]).Sample((at, replacement) =>
        {
            var key = ApiKeySecret.Generate(Mode.Live).ToCharArray();
            var changed = key[at] != Alphabet[replacement];
            key[at] = Alphabet[replacement];
            Assert.Equal(!changed, ApiKeySecret.IsWellFormed(key, out _));
        });

    [Theory]
    [InlineData("")]
    [InlineData("rk_live_")]
    [InlineData("rk_prod_0000000000000000000000000000000000000000000000000")]
    [InlineData("rk_live_000000000000000000000000000000000000000000000000é")]
    public void What_has_not_the_form_of_a_key_is_none(string text) => Assert.False(ApiKeySecret.IsWellFormed(text, out _));
}
