using System.Collections.Frozen;

namespace RelayKit.Access;

/// <summary>Scopes as the API and the database write them: the resource, a colon and <c>read</c> or <c>write</c>.</summary>
public static class ScopeText
{
    private static readonly FrozenDictionary<Scope, string> WordByScope = Enum.GetValues<Scope>().ToFrozenDictionary(static scope => scope, Spell);

    private static readonly FrozenDictionary<string, Scope> ScopeByWord =
        WordByScope.ToFrozenDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every scope, in the order of their numbers.</summary>
    public static IReadOnlyList<Scope> Scopes { get; } = [.. Enum.GetValues<Scope>().Order()];

    /// <summary>Every scope's word, in the same order.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Scopes.Select(static scope => WordByScope[scope])];

    /// <summary>The word of a scope: <c>webhook_endpoints:write</c>.</summary>
    public static string Word(this Scope scope) => WordByScope[scope];

    /// <summary>The words of a set, in the order of the scopes' numbers.</summary>
    public static string[] WordsOf(ScopeSet scopes) => [.. scopes.ToList().Select(Word)];

    /// <summary>Reads a word.</summary>
    public static bool TryParse(string word, out Scope scope) => ScopeByWord.TryGetValue(word, out scope);

    /// <summary>
    /// The set of what words there are; null for none at all, as is kept of a caller that may do everything. A word that is not known, as one of a newer
    /// version, allows nothing.
    /// </summary>
    public static ScopeSet Parse(IEnumerable<string>? words)
    {
        if (words is null)
        {
            return ScopeSet.All;
        }

        var scopes = ScopeSet.None;
        foreach (var word in words)
        {
            if (TryParse(word, out var scope))
            {
                scopes = scopes.With(ScopeSet.Of(scope));
            }
        }

        return scopes;
    }

    private static string Spell(Scope scope)
    {
        var name = scope.ToString();
        var verb = name.EndsWith("Write", StringComparison.Ordinal) ? "write" : "read";
        var resource = name[..^verb.Length];
        return string.Concat(resource.Select(static (letter, i) =>
            !char.IsUpper(letter) ? letter.ToString() : i == 0 ? char.ToLowerInvariant(letter).ToString() : $"_{char.ToLowerInvariant(letter)}")) + $":{verb}";
    }
}
