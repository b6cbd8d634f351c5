using CsCheck;
using RelayKit.ObjectStorage;

namespace RelayKit.UnitTests.ObjectStorage;

public sealed class KeyTemplateTests
{
    private const string Prefix = "recordings/ten_1/l/";

    private static readonly KeyValues Values = new("rec_1", "lobby", "RM_1", "ann", "TR_1", DateTimeOffset.Parse("2026-11-27T07:08:09.123Z", System.Globalization.CultureInfo.InvariantCulture));

    private static readonly Gen<string> Templates = Gen.OneOf(
        Gen.OneOf<string>([.. KeyTemplate.Variables, "/", "..", ".", "a", "%2e", "\\", "{", "}", " ", "\0", "é", "{{room_name}}", "{room_name", "-", "{retry}"]).Array[1, 10].Select(static parts => string.Concat(parts)),
        Gen.String.Select(static text => text + KeyTemplate.RecordingId));

    /// <summary>Names of rooms and of people are of these letters too, so that what stands for a variable is no worse than what stands around it.</summary>
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Char["abcXYZ019!-_.=@+:(), "].Array[1, 30].Select(static letters => new string(letters)), Gen.OneOf<string>(".", "..", "...", " ", "{room_id}", "a"));

    [Fact]
    public void A_template_that_is_taken_leads_to_a_key_below_the_prefix_or_to_none() => Gen.Select(Templates, Names, Names).Sample(
        static (text, room, identity) =>
        {
            if (!KeyTemplate.TryParse(text, out var template, out var reason))
            {
                Assert.NotEmpty(reason);
                return;
            }

            if (ObjectKey.TryBelow(Prefix, template.Render(Values with { RoomName = room, Identity = identity }) + ".mp4", out var key))
            {
                Assert.StartsWith(Prefix, key.Text, StringComparison.Ordinal);
                Assert.Contains("rec_1", key.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(key.Text.Split('/'), static step => step is "" or "." or "..");
                Assert.Equal(key.Text.Count(static letter => letter == '/'), Prefix.Count(static letter => letter == '/') + text.Count(static letter => letter == '/'));
            }
        },
        iter: 50_000);

    [Theory]
    [InlineData("{room_name}/{time}-{recording_id}", "lobby/2026-11-27T070809-rec_1")]
    [InlineData("{utc}-{recording_id}", "20261127070809123-rec_1")]
    [InlineData("{room_id}/{publisher_identity}/{track_id}/{recording_id}", "RM_1/ann/TR_1/rec_1")]
    public void Variables_are_filled_in(string template, string expected)
    {
        Assert.True(KeyTemplate.TryParse(template, out var parsed, out _));
        Assert.Equal(expected, parsed.Render(Values));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{room_name}")]
    [InlineData("{recording_id}/{retry}")]
    [InlineData("../{recording_id}")]
    [InlineData("/{recording_id}")]
    [InlineData("{recording_id}/")]
    [InlineData("a//{recording_id}")]
    [InlineData("%2e%2e/{recording_id}")]
    [InlineData("a\\{recording_id}")]
    [InlineData("räume/{recording_id}")]
    public void What_is_no_template_is_refused_with_the_mend(string template)
    {
        Assert.False(KeyTemplate.TryParse(template, out _, out var reason));
        Assert.NotEmpty(reason);
    }
}
