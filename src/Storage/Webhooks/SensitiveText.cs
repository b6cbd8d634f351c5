using System.Text.RegularExpressions;

namespace RelayKit.Storage.Webhooks;

/// <summary>
/// Finds by its form what a text of somebody else's should not have been kept with: credentials, and how people are reached or named. What it takes for one and
/// is none costs a word of an error's text; so it takes rather too much. Each look is linear in the text, whoever wrote it.
/// </summary>
internal static class SensitiveText
{
    /// <summary>What stands in its place.</summary>
    public const string Instead = "[redacted]";

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Names of fields, parameters and headers whose values are secrets.</summary>
    private const string SecretName = @"[\w-]*(?:password|passwd|passphrase|secret|token|signature|credential|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|jwt)[\w-]*";

    /// <summary>Names of fields whose values name a person, or say how to reach one.</summary>
    private const string PersonalName = @"(?:e[_-]?mail|phone(?:[_-]?number)?|user[_-]?name|(?:display|full|first|last|given|family)[_-]?name|identity)";

    /// <summary>Quotes of JSON, or of JSON that stands as text in JSON, and what else may stand between a name and its value.</summary>
    private const string Quotes = @"[""'\\]";

    private static readonly (Regex Form, Func<Match, string> With)[] Forms =
    [
        // A user and a password in an address.
        Of(@"(://)[^/\s@""'<>]+@", static found => $"{found.Groups[1].Value}{Instead}@"),
        Of(@"[\p{L}\p{N}._%+-]+(?:@|%40|\\u0040|&#64;|&#x40;)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"),

        // Of headers that stand for a sign-in the whole value.
        Of($@"((?:authorization|cookie){Quotes}*\s*[:=][\s\[]*{Quotes}*)[^""'\r\n<>\\]+", Value),
        Of($@"((?:{SecretName}|\b{PersonalName}){Quotes}+\s*[:=]\s*{Quotes}+)(?:[^""'\\]|\\[^""'])+", Value),
        Of($@"({SecretName}{Quotes}*\s*(?:[:=]|%3D)\s*)([^\s""'&,;<>(){{}}\[\]\\]{{6,}})", static found => IsOpaque(found.Groups[2].Value, 16) ? Value(found) : found.Value),
        Of(@"\b((?:bearer|basic|digest|negotiate|apikey)\s+)([a-z0-9+/=_.~-]{8,})", static found => IsOpaque(found.Groups[2].Value, 20) ? Value(found) : found.Value),

        // A JWT, however much of it is there.
        Of(@"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,2}"),
        Of(@"\b(?:whs[ek]c?_|rk_(?:live|test)_|[sp]k_(?:live|test)_|gh[posu]_|github_pat_|xox[abprs]-|re_|AKIA|ASIA)[A-Za-z0-9+/=_-]{8,}"),

        // Long runs that no word and no id of RelayKit's, no UUID and no trace's id is: keys in hexadecimal and in base64.
        Of(@"\b[0-9a-f]{40,}\b"),
        Of(@"[A-Za-z0-9_+-]{32,}={0,2}", static found => IsMixed(found.Value) ? Instead : found.Value),
    ];

    /// <summary>The text without it.</summary>
    public static string Redact(string text)
    {
        foreach (var (form, with) in Forms)
        {
            text = form.Replace(text, new MatchEvaluator(with));
        }

        return text;
    }

    private static (Regex Form, Func<Match, string> With) Of(string form, Func<Match, string>? with = null) =>
        (new Regex(form, with is null || form.Contains("[A-Z", StringComparison.Ordinal) ? Linear : Linear | RegexOptions.IgnoreCase), with ?? (static _ => Instead));

    /// <summary>The name stays, so that whoever reads knows what was there.</summary>
    private static string Value(Match found) => found.Groups[1].Value + Instead;

    /// <summary>Whether it is no word of a sentence.</summary>
    private static bool IsOpaque(string value, int longest) => value.Length >= longest || value.Any(char.IsAsciiDigit);

    private static bool IsMixed(string value) => value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiLetterLower);
}
