using System.Diagnostics.CodeAnalysis;

namespace RelayKit.Labels;

/// <summary>A name and a value by which usage is added up.</summary>
/// <param name="Name">1 to 32 of <c>a-z 0-9 _ . -</c>.</param>
/// <param name="Value">1 to 64 characters without control characters, <c>=</c> and <c>,</c>.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Label")]
public readonly record struct Label([property: Id(0)] string Name, [property: Id(1)] string Value)
{
    /// <summary>Reads <c>name=value</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Label label)
    {
        label = default;
        var at = text?.IndexOf('=', StringComparison.Ordinal) ?? -1;
        if (at < 0 || !LabelSet.IsName(text.AsSpan(0, at)) || !LabelSet.IsValue(text.AsSpan(at + 1)))
        {
            return false;
        }

        label = new Label(text![..at], text[(at + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
