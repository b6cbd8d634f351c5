using System.Collections.Frozen;

namespace RelayKit.Accounts;

/// <summary>
/// Passwords that are long enough and still tried first: words that everybody takes with digits about them, a few characters over and over,
/// and rows of the keyboard or the alphabet.
/// </summary>
internal static class CommonPasswords
{
    private const int LongestPeriod = 4;

    /// <summary>Taken alone, twice, or with digits around.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "password", "passw0rd", "p4ssw0rd", "passwort", "motdepasse", "contrasena", "changeme", "changemenow", "letmein", "letmeinnow", "welcome",
        "administrator", "admin", "adminadmin", "rootroot", "testtest", "default", "secret", "topsecret", "supersecret", "trustno", "iloveyou",
        "iloveyouforever", "ilovemyself", "sunshine", "princess", "football", "baseball", "basketball", "superman", "spiderman", "batman", "starwars",
        "pokemon", "dragon", "monkey", "master", "shadow", "michael", "jennifer", "charlie", "computer", "internet", "samsung", "whatever",
        "correcthorsebatterystaple", "thisisapassword", "mypassword", "newpassword", "yourpassword", "passwordpassword", "qwerty", "qwertyuiop",
        "qwertyqwerty", "asdfghjkl", "zxcvbnm", "qazwsxedc", "qazwsxedcrfv", "abcdefgh", "relaykit", "livekit",
    ],
    StringComparer.Ordinal);

    /// <summary>Every run of these, either way round.</summary>
    private static readonly string[] Rows =
    [
        "01234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnmqwertyuiop", "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm", "q1w2e3r4t5y6u7i8o9p0",
    ];

    /// <param name="folded">The password's letters and digits, in lower case; one of signs alone is not looked for.</param>
    public static bool Has(string folded)
    {
        if (folded.Length == 0)
        {
            return false;
        }

        var word = folded.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return word.Length > 0 && (Words.Contains(word) || (word.Length % 2 == 0 && word[..(word.Length / 2)] == word[(word.Length / 2)..] && Words.Contains(word[..(word.Length / 2)])))
            || Repeats(folded)
            || Rows.Any(row => row.Contains(folded, StringComparison.Ordinal) || row.Contains(Reversed(folded), StringComparison.Ordinal));
    }

    private static bool Repeats(string text) => Enumerable.Range(1, LongestPeriod).Any(period =>
        text.Length > period && text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)));

    private static string Reversed(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        source.CopyTo(span);
        span.Reverse();
    });
}
