using System.Globalization;
using System.Text.RegularExpressions;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>A call's parameters, one taken after the other. What is left over in the end is unknown, and refused as Stripe refuses it.</summary>
internal sealed partial class FormFields(IEnumerable<KeyValuePair<string, string>> fields)
{
    private readonly List<KeyValuePair<string, string>> _left = [.. fields];

    public string Text(string name) => TextOrNull(name) is { Length: > 0 } text ? text
        : throw StripeRefusal.Invalid($"Missing required param: {name}.", name, "parameter_missing");

    /// <summary>Null when it is absent; empty when it is to be unset.</summary>
    public string? TextOrNull(string name)
    {
        var at = _left.FindIndex(field => field.Key == name);
        if (at < 0)
        {
            return null;
        }

        var value = _left[at].Value;
        _left.RemoveAt(at);
        return value;
    }

    public long? WholeOrNull(string name) => TextOrNull(name) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw StripeRefusal.Invalid($"Invalid integer: {text}", name, "parameter_invalid_integer");

    public DateTimeOffset? TimeOrNull(string name) => WholeOrNull(name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public bool? FlagOrNull(string name) => TextOrNull(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw StripeRefusal.Invalid($"Invalid boolean: {text}", name),
    };

    /// <summary><c>name[key]=value</c>.</summary>
    public Dictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in _left.Where(field => MapKey().Match(field.Key) is { Success: true } match && match.Groups[1].Value == name).ToList())
        {
            map[MapKey().Match(field.Key).Groups[2].Value] = field.Value;
            _left.Remove(field);
        }

        return map;
    }

    /// <summary><c>name[0][field]=value</c>: each element by itself.</summary>
    public IReadOnlyList<FormFields> Items(string name)
    {
        var items = new SortedDictionary<int, List<KeyValuePair<string, string>>>();
        foreach (var field in _left.Where(field => field.Key.StartsWith($"{name}[", StringComparison.Ordinal)).ToList())
        {
            if (ItemKey().Match(field.Key) is { Success: true } match)
            {
                var at = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
                (items.TryGetValue(at, out var item) ? item : items[at] = []).Add(KeyValuePair.Create(match.Groups[3].Value, field.Value));
                _left.Remove(field);
            }
        }

        return [.. items.Values.Select(static item => new FormFields(item))];
    }

    /// <summary>Takes what is known and changes nothing here: there is one page of everything.</summary>
    public void Ignore(params string[] names) => _left.RemoveAll(field => names.Contains(field.Key));

    /// <summary>Every <c>expand[]</c>, with or without a number.</summary>
    public IReadOnlyList<string> Expansions()
    {
        var expansions = _left.Where(static field => field.Key.StartsWith("expand[", StringComparison.Ordinal)).ToList();
        _left.RemoveAll(expansions.Contains);
        return [.. expansions.Select(static field => field.Value)];
    }

    /// <exception cref="StripeRefusal">Something is left that the call does not know.</exception>
    public void NothingElse()
    {
        if (_left.Count > 0)
        {
            throw StripeRefusal.Invalid($"Received unknown parameter: {_left[0].Key}", _left[0].Key, "parameter_unknown");
        }
    }

    [GeneratedRegex(@"^([^\[]+(?:\[[^\]]+\])*?)\[([^\]]+)\]$")]
    private static partial Regex MapKey();

    [GeneratedRegex(@"^([^\[]+)\[(\d+)\]\[?([^\]]+)\]?$")]
    private static partial Regex ItemKey();
}
