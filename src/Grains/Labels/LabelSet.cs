using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace RelayKit.Labels;

/// <summary>
/// Up to eight labels, each a name with a value, by which a tenant adds up usage: a room has some, a join token may add more. Equal
/// when they say the same; always in the order of their names, so that one set has one text.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.LabelSet")]
public sealed class LabelSet : IEquatable<LabelSet>
{
    /// <summary>The most labels that a room, or a participant together with its room, can have.</summary>
    public const int MaxCount = 8;

    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 32;

    /// <summary>The most characters of a value.</summary>
    public const int MaxValueLength = 64;

    /// <summary>No labels.</summary>
    public static readonly LabelSet Empty = new([]);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");

    [JsonConstructor]
    private LabelSet(ImmutableArray<Label> labels) => Labels = labels;

    /// <summary>The labels, in the order of their names.</summary>
    [Id(0)]
    public ImmutableArray<Label> Labels { get; init; }

    /// <summary>Whether there are none.</summary>
    [JsonIgnore]
    public bool IsEmpty => Labels.IsDefaultOrEmpty;

    /// <summary>Makes a set; null and an empty dictionary give the empty one.</summary>
    /// <exception cref="ArgumentException">A name or value is not allowed, or there are too many.</exception>
    public static LabelSet Of(IEnumerable<KeyValuePair<string, string>>? labels)
    {
        var sorted = (labels ?? [])
            .Select(static pair => new Label(pair.Key, pair.Value))
            .OrderBy(static label => label.Name, StringComparer.Ordinal)
            .ToImmutableArray();
        if (sorted.IsEmpty)
        {
            return Empty;
        }

        return sorted.Length <= MaxCount && sorted.All(static label => IsName(label.Name) && IsValue(label.Value))
            ? new LabelSet(sorted)
            : throw new ArgumentException("The labels are not valid.", nameof(labels));
    }

    /// <summary>Whether a label can have this name: 1 to 32 of <c>a-z 0-9 _ . -</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= MaxNameLength && !name.ContainsAnyExcept(NameCharacters);

    /// <summary>
    /// Whether a label can have this value: 1 to 64 characters without control characters, <c>=</c> and <c>,</c>, so that
    /// <c>name=value</c> and lists of it can be read back.
    /// </summary>
    public static bool IsValue(ReadOnlySpan<char> value)
    {
        if (value.Length is 0 or > MaxValueLength)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i]) || value[i] is '=' or ',')
            {
                return false;
            }

            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>These with the others; of one name the others' value holds. Beyond <see cref="MaxCount"/> this set's own go first.</summary>
    public LabelSet With(LabelSet others)
    {
        if (others.IsEmpty)
        {
            return this;
        }

        if (IsEmpty)
        {
            return others;
        }

        var kept = Labels.Where(label => !others.TryGet(label.Name, out _)).Take(MaxCount - others.Labels.Length);
        return new LabelSet([.. kept.Concat(others.Labels).OrderBy(static label => label.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The value of a label.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        foreach (var label in Labels)
        {
            if (label.Name == name)
            {
                value = label.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in Labels)
        {
            hash.Add(label);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>name=value</c>, separated by commas.</summary>
    public override string ToString() => string.Join(',', Labels);
}
