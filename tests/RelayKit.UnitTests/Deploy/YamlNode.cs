using System.Globalization;

namespace RelayKit.UnitTests.Deploy;

/// <summary>A place in a YAML document; a step to where nothing is gives a node of nothing, so that an assertion and not a crash says so.</summary>
internal sealed record YamlNode(object? Value)
{
    public YamlNode this[string key] => new(Value is IDictionary<object, object?> map && map.TryGetValue(key, out var value) ? value : null);

    public bool Exists => Value is not null;

    public string Text => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? string.Empty;

    public int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    public IEnumerable<YamlNode> Items => Value is IList<object?> list ? list.Select(item => new YamlNode(item)) : [];

    public IEnumerable<(string Key, YamlNode Value)> Entries => Value is IDictionary<object, object?> map
        ? map.Select(entry => (Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, new YamlNode(entry.Value)))
        : [];

    /// <summary>Every node below this one that stands under the key, however deep.</summary>
    public IEnumerable<YamlNode> Everywhere(string key) => Entries
        .SelectMany(entry => entry.Key == key ? entry.Value.Everywhere(key).Prepend(entry.Value) : entry.Value.Everywhere(key))
        .Concat(Items.SelectMany(item => item.Everywhere(key)));
}
