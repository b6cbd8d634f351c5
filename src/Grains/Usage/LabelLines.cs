using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RelayKit.Labels;

namespace RelayKit.Usage;

/// <summary>Lines by label and class. Takes no memory of its own as long as nothing was added.</summary>
internal struct LabelLines
{
    private Dictionary<Label, ClassLines>? _lines;

    /// <summary>Of how many labels something was added.</summary>
    public readonly int Count => _lines?.Count ?? 0;

    /// <summary>Adds to the line of one label and class.</summary>
    public void Add(Label label, ParticipantClass @class, UsageLine line) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_lines ??= [], label, out _).Add(@class, line);

    /// <summary>Adds to several lines.</summary>
    public void Add(ImmutableArray<LabelLine> lines)
    {
        foreach (var (label, @class, line) in lines)
        {
            Add(label, @class, line);
        }
    }

    /// <summary>Takes back what was added.</summary>
    public void Subtract(ImmutableArray<LabelLine> lines)
    {
        foreach (var (label, @class, line) in lines)
        {
            Add(label, @class, -line);
        }
    }

    /// <summary>The lines of a label; empty ones where nothing was added.</summary>
    public readonly ClassLines Of(Label label) => _lines is not null && _lines.TryGetValue(label, out var lines) ? lines : default;

    /// <summary>The lines that are not empty.</summary>
    public readonly ImmutableArray<LabelLine> NotEmpty() => _lines is null
        ? []
        : [.. _lines.SelectMany(static of => of.Value.NotEmpty().Select(line => new LabelLine(of.Key, line.Class, line.Line)))];
}
