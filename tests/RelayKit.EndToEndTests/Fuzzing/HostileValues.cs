using System.Text.Json.Nodes;

namespace RelayKit.EndToEndTests.Fuzzing;

/// <summary>Values that programs stumble over: of the wrong type, too large, too strange, or meant to be something else on the way.</summary>
public static class HostileValues
{
    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\u0001", "\u007f", "\u202e", "\ufeff", "\uffff", "ﬀ", "İ", "ß", "😀", "e\u0301", "..", "../../etc/passwd", "%00", "%2e%2e%2f", "%ff", "a/b", "a?b", "a#b",
        "';drop table rooms;--", "\" or 1=1 --", "$1", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "null", "undefined", "NaN", "-0", "1e309",
        "0x10", "９", "true", "[]", "{}", "\\", "\\u0000", "\r\nSet-Cookie: a=b", "http://169.254.169.254/", "ten_00000000000000000000000000", "ses_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "2026-02-30T00:00:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-01", "1969-12-31T23:59:59Z", "2026-11-01T00:00:00+14:00", "rk.labels", "a=b,c=d",
    ];

    private static readonly string[] Numbers = ["0", "-1", "1", "1.5", "1e3", "1e400", "-9223372036854775808", "9223372036854775807", "9223372036854775808", "2147483648", "99999999999999999999999999", "0.1e-7"];

    /// <summary>Any text.</summary>
    public static string Text(Random random) => random.Next(40) switch
    {
        0 => new string('a', random.Next(1, 70_000)),
        1 => new string('ü', random.Next(1, 300)),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(0x20, 0xD7FF))),
        _ => Texts[random.Next(Texts.Length)],
    };

    /// <summary>Any JSON, as text: also what no serializer would write.</summary>
    public static string Json(Random random, int depth = 0) => random.Next(depth > 3 ? 7 : 10) switch
    {
        0 => "null",
        1 => "true",
        2 => Numbers[random.Next(Numbers.Length)],
        3 => "\"\\ud800\"",
        4 or 5 or 6 => Quote(Text(random)),
        7 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth + 1))) + "]",
        8 => "{" + string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => $"{Quote(Text(random))}:{Json(random, depth + 1)}")) + "}",
        _ => new string('[', 40) + new string(']', 40),
    };

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString();
}
