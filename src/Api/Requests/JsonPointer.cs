using System.Text;

namespace RelayKit.Api.Requests;

/// <summary>Writes JSON Pointers (RFC 6901): <c>/a/b/0</c>, with <c>~</c> as <c>~0</c> and <c>/</c> as <c>~1</c> inside a name.</summary>
internal static class JsonPointer
{
    /// <summary>One name as a pointer has it.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>From System.Text.Json's path: <c>$.a.b[0]</c>, and <c>['a.b']</c> for names that are no plain word.</summary>
    public static string FromPath(string? path)
    {
        var pointer = new StringBuilder();
        var rest = path is null ? [] : path.AsSpan(1);
        while (rest.Length > 0)
        {
            var (start, close) = rest.StartsWith("['") ? (2, "']") : rest[0] == '[' ? (1, "]") : (1, "");
            var length = close.Length > 0 ? rest[start..].IndexOf(close) : rest[start..].IndexOfAny('.', '[');
            var name = length < 0 ? rest[start..] : rest.Slice(start, length);
            pointer.Append('/').Append(Escape(name.ToString()));
            rest = length < 0 ? [] : rest[(start + length + close.Length)..];
        }

        return pointer.ToString();
    }
}
