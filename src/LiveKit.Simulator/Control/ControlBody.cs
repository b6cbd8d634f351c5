using System.Text.Json;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>
/// A call's fields, one taken after the other; what is wrong with one is said with its name and the mend, and what is left over in
/// the end is unknown. An empty body has no fields.
/// </summary>
internal sealed class ControlBody
{
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    private ControlBody(JsonElement body, string path)
    {
        _path = path;
        foreach (var field in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw new JsonException())
        {
            _left[field.Name] = field.Value;
        }
    }

    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public static async Task<ControlBody> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new ControlBody(JsonSerializer.Deserialize<JsonElement>(body.Length > 0 ? body.ToArray() : "{}"u8), "");
    }

    public string Text(string name) =>
        TextOrNull(name) is { Length: > 0 } text ? text : throw Wrong(name, "is required and has to be text");

    public string? TextOrNull(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(name, "has to be text");

    /// <summary>One of a few words.</summary>
    public string Word(string name, string fallback, params string[] words) =>
        (TextOrNull(name) ?? fallback) is var word && words.Contains(word)
            ? word
            : throw Wrong(name, $"has to be {string.Join(" or ", words)}");

    public IReadOnlyList<string> Texts(string name) => Take(name) is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length > 0)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name, "is required and has to be a list of texts");

    public long Whole(string name, long least, long most, long? fallback = null) => WholeOrNull(name, least, most) ?? fallback
        ?? throw Wrong(name, $"is required: a whole number from {least} to {most}");

    public long? WholeOrNull(string name, long least, long most) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most ? number
        : throw Wrong(name, $"has to be a whole number from {least} to {most}");

    public double Number(string name, double least, double most, double fallback) => Take(name) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number >= least && number <= most ? number
        : throw Wrong(name, FormattableString.Invariant($"has to be a number from {least} to {most}"));

    public bool Flag(string name, bool fallback) => Take(name) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(name, "has to be true or false");

    /// <summary>An object within; null when it is absent.</summary>
    public ControlBody? Part(string name, string mend = "has to be an object") => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ControlBody(value, $"{_path}{name}.")
        : throw Wrong(name, mend);

    /// <summary>Whether a field is there and is a number, without taking it.</summary>
    public bool IsNumber(string name) => _left.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number;

    /// <exception cref="NodeException">Something is left that nobody asked for.</exception>
    public void NothingElse()
    {
        if (_left.Keys.FirstOrDefault() is { } unknown)
        {
            var known = _known.Count > 0 ? $"there are {string.Join(", ", _known)}" : "this call has no fields";
            throw Wrong(unknown, $"is unknown; {known}");
        }
    }

    /// <summary>A refusal that names the field.</summary>
    public NodeException Wrong(string name, string mend) => new("invalid_argument", $"{_path}{name}: {mend}");

    private JsonElement? Take(string name)
    {
        _known.Add(name);
        return _left.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
