using System.Text;
using CsCheck;
using RelayKit.ObjectStorage;

namespace RelayKit.UnitTests.ObjectStorage;

/// <summary>No name, whoever makes it up, leads out of a prefix.</summary>
public sealed class ObjectKeyTests
{
    private const string Prefix = "ten_06ec8k7z5hj0a8v2q7w3x9y1zc/l/";

    /// <summary>What somebody who wants out would write, and what could be taken for it by whoever decodes, normalises or folds.</summary>
    private static readonly string[] Hostile =
    [
        "..", ".", "/", "//", "\\", "..\\", "../", "%2e", "%2E%2E", "%2f", "%252e%252e%252f", "%00", "\0", "\r\n", "\u2024\u2024", "\uff0e\uff0e", "\u2215", "\uff0f",
        "\u2044", "\ufe52", "\u202e", "\u200b", "\ufeff", "\ud800", "\udc00", "é", "e\u0301", "İ", "ß", "a", "room", "b-1", "c_2", "~", "*", "?", "#", "&", "'", "\"", "<", "|", "{room_name}", "{", "}", " ",
        "\t", "\u00a0", "con", "ten_00000000000000000000000000", ";", "$",
    ];

    private static readonly Gen<string> HostileNames = Gen.OneOf(
        Gen.OneOf<string>(Hostile).Array[1, 8].Select(static parts => string.Concat(parts)),
        Gen.OneOf<string>(Hostile).Array[1, 6].Select(static parts => string.Join('/', parts)),
        Gen.String,
        Gen.UShort.Select(static letter => (char)letter).Array[0, 20].Select(static letters => new string(letters)));

    [Fact]
    public void A_key_that_comes_about_stays_below_its_prefix_however_it_is_read() => HostileNames.Sample(
        static name =>
        {
            if (!ObjectKey.TryBelow(Prefix, name, out var key))
            {
                return;
            }

            Assert.StartsWith(Prefix, key.Text, StringComparison.Ordinal);
            Assert.True(key.Text.Length > Prefix.Length && key.Text.Length <= ObjectKey.MaxLength);
            Assert.All(key.Text, static letter => Assert.True(letter is >= ' ' and < '\x7f' and not ('%' or '\\' or '?' or '#')));
            Assert.DoesNotContain(key.Text.Split('/'), static step => step.Trim('.', ' ').Length == 0);

            // Whoever decodes, takes it for an address or for a file's path, or normalises it, is at the same place.
            Assert.Equal(key.Text, Uri.UnescapeDataString(key.Text));
            Assert.Equal(key.Text, key.Text.Normalize(NormalizationForm.FormKC));
            Assert.Equal($"/{key.Text}", Uri.UnescapeDataString(new Uri($"https://bucket.example/{key.Text}").AbsolutePath));
            Assert.Equal($"/{key.Text}", Path.GetFullPath($"/{key.Text}"));
        },
        iter: 100_000);

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("../b")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("...")]
    [InlineData("%2e%2e/b")]
    [InlineData("a\\..\\b")]
    [InlineData("a\0b")]
    [InlineData(" a")]
    [InlineData("a /b")]
    [InlineData("räume")]
    [InlineData("\uff0e\uff0e/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public void What_could_lead_elsewhere_is_no_key(string path) => Assert.False(ObjectKey.TryBelow(Prefix, path, out _));

    [Theory]
    [InlineData("lobby/2026-11-27T070000-rec_1.mp4")]
    [InlineData("a b (1), c@d+e=f!.mp4")]
    [InlineData("..a/b..")]
    public void A_plain_path_is(string path)
    {
        Assert.True(ObjectKey.TryBelow(Prefix, path, out var key));
        Assert.Equal(Prefix + path, key.Text);
    }

    [Theory]
    [InlineData("no-slash")]
    [InlineData("/")]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("/a/")]
    public void A_prefix_that_is_none_has_nothing_below(string prefix) => Assert.False(ObjectKey.TryBelow(prefix, "a", out _));

    [Fact]
    public void A_key_is_no_longer_than_S3_takes()
    {
        Assert.True(ObjectKey.TryBelow("", new string('a', ObjectKey.MaxLength), out _));
        Assert.False(ObjectKey.TryBelow("a/", new string('a', ObjectKey.MaxLength - 1), out _));
    }
}
