using CsCheck;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Egress;

public sealed class StreamUrlTests
{
    /// <summary>No scheme, host or application that is generated contains it.</summary>
    private const string Secret = "S3cr3tKEY";

    private static readonly Gen<string> Odd = Gen.Int[0, Oddities.Length - 1].Select(i => Oddities[i]);
    private static readonly Gen<string> Junk = Gen.OneOf(Odd, Gen.Const(Secret), Gen.Char.Select(c => c.ToString())).Array[0, 6].Select(string.Concat);
    private static readonly Gen<string> Scheme = OneOf("rtmp://", "rtmps://", "srt://", "RTMP://", "wss://", "https://", "mux://", "twitch://", "file:///", "");

    private static string[] Oddities =>
        ["/", "//", "@", ":", "?", "#", "%2F", "%40", "\\", "..", ".", " ", " live=1", "&", "=", "{", "}", "[", "]", "\n", "\t", "\0", "é", "😀", "\ud800", "a", "app", "key=", ";"];

    [Theory]
    [InlineData("rtmps://live.example.com/app/abc-123", "rtmps://live.example.com/app/***")]
    [InlineData("rtmps://live.example.com:443/rtmp/FB-1-2-3", "rtmps://live.example.com:443/rtmp/***")]
    [InlineData("rtmp://live.example.com/x/y/z/key", "rtmp://live.example.com/x/***")]
    [InlineData("rtmp://live.example.com/app/key live=1", "rtmp://live.example.com/app/***")]
    [InlineData("rtmp://live.example.com/app/{abc...xyz}", "rtmp://live.example.com/app/***")]
    [InlineData("rtmp://live.example.com/key", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com/key/", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com//key/x", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com/app?token=key/stream", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com/app;token=key/stream", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com/a-first-step-as-long-as-keys-are/stream", "rtmp://live.example.com/***")]
    [InlineData("rtmp://user:pass@live.example.com/app/key", "rtmp://live.example.com/app/***")]
    [InlineData("rtmp://user:1/pass@live.example.com/app/key", "***")]
    [InlineData("rtmp://live.example.com#key", "rtmp://live.example.com/***")]
    [InlineData("rtmp://live.example.com", "rtmp://live.example.com")]
    [InlineData("rtmp://live.example.com/", "rtmp://live.example.com")]
    [InlineData("rtmp://[2001:db8::1]:1935/app/key", "rtmp://[2001:db8::1]:1935/app/***")]
    [InlineData("srt://live.example.com:9000?streamid=publish/key&passphrase=p", "srt://live.example.com:9000/***")]
    [InlineData("srt://live.example.com:9000", "srt://live.example.com:9000")]
    [InlineData("mux://key", "***")]
    [InlineData("twitch://key", "***")]
    [InlineData("rtmp://key@", "***")]
    [InlineData("rtmp:///app/key", "***")]
    [InlineData("live.example.com/app/key", "***")]
    [InlineData("", "***")]
    public void Only_scheme_host_port_and_an_applications_name_are_shown(string url, string shown) => Assert.Equal(shown, StreamUrl.Redact(url));

    [Fact]
    public void Whatever_stands_behind_the_host_a_secret_there_does_not_survive() =>
        Gen.Select(Scheme, OneOf("", "user@", $"{Secret}@", $"u:{Secret}@"), OneOf("h", "live.example.com", "127.0.0.1", "[::1]"), OneOf("", ":1", ":1935"), Junk).Sample(
            (scheme, user, host, port, junk) =>
            {
                // A first step of the path is an application's name by definition, be it as secret as it may.
                var shown = StreamUrl.Redact($"{scheme}{user}{host}{port}/app/{junk}");
                return !shown.Contains(Secret, StringComparison.OrdinalIgnoreCase) && (shown == StreamUrl.Mask || shown.StartsWith(scheme, StringComparison.Ordinal));
            },
            iter: 20_000);

    [Fact]
    public void Of_a_path_with_one_step_of_a_query_and_of_a_fragment_nothing_survives() =>
        Gen.Select(Scheme, OneOf("/", "?", "#", "/?", "/#", "//", "/%2F", "/app?", "/app#", "/app;"), Junk).Sample(
            (scheme, begin, junk) => !StreamUrl.Redact($"{scheme}h{begin}{Secret}{junk.Replace("/", "", StringComparison.Ordinal)}")
                .Contains(Secret, StringComparison.OrdinalIgnoreCase),
            iter: 20_000);

    [Fact]
    public void Nothing_makes_it_throw_and_what_is_shown_is_of_one_shape() => Junk.Array[0, 3].Select(string.Concat).Sample(
        junk =>
        {
            _ = StreamUrl.AsTold(junk);
            _ = StreamUrl.RedactWithin(junk);
            var shown = StreamUrl.Redact($"rtmp://{junk}");
            return shown == StreamUrl.Mask
                || System.Text.RegularExpressions.Regex.IsMatch(shown, @"\Artmp://[^/@?#\\\s]+(/[A-Za-z0-9._-]{1,20})?(/\*\*\*)?\z");
        },
        iter: 20_000);

    [Theory]
    [InlineData("abcdefghi", "{abc...ghi}")]
    [InlineData("abcdefgh", "{ab...gh}")]
    [InlineData("abcde", "{a...e}")]
    [InlineData("ab", "{...}")]
    public void An_rtmp_address_is_the_same_as_livekit_tells_it(string key, string masked)
    {
        Assert.Equal($"rtmp://h/app/{masked}", StreamUrl.AsTold($"rtmp://h/app/{key}"));
        Assert.Equal(StreamUrl.AsTold($"rtmp://u:p@h/app/{key} live=1"), StreamUrl.AsTold($"rtmp://u:p@h/app/{masked} live=1"));
    }

    [Fact]
    public void What_livekit_does_not_mask_is_masked() => Assert.Equal("srt://h:1/***", StreamUrl.AsTold("srt://h:1?streamid=key&passphrase=p"));

    [Fact]
    public void Of_a_key_no_more_than_a_third_at_each_end_is_told() => Gen.Select(OneOf("rtmp", "rtmps"), Gen.Char['0', 'z'].Array[1, 40]).Sample(
        (scheme, characters) =>
        {
            var key = new string(characters).Replace("/", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal) + "~";
            return !StreamUrl.AsTold($"{scheme}://h/app/{key}").Contains(key, StringComparison.Ordinal) || key == "~";
        });

    [Theory]
    [InlineData("stream rtmp://h/app/key not found", "stream rtmp://h/app/*** not found")]
    [InlineData("invalid url srt://h?passphrase=p: invalid scheme", "invalid url srt://h/*** invalid scheme")]
    [InlineData("two: mux://key, rtmps://u:p@h/app/key", "two: *** rtmps://h/app/***")]
    [InlineData("S3 upload failed: https://b.example.com/k is not there", "S3 upload failed: https://b.example.com/k is not there")]
    public void Addresses_within_a_text_are_redacted(string text, string shown) => Assert.Equal(shown, StreamUrl.RedactWithin(text));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
