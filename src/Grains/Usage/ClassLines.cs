using System.Collections.Immutable;

namespace RelayKit.Usage;

/// <summary>A line for each class of participants. Takes no memory of its own as long as nothing was added.</summary>
internal struct ClassLines
{
    private UsageLine[]? _lines;

    /// <summary>Adds to the line of one class.</summary>
    public void Add(ParticipantClass @class, UsageLine line) => (_lines ??= new UsageLine[ParticipantClasses.Count])[(int)@class] += line;

    /// <summary>Adds to the lines of several classes.</summary>
    public void Add(ImmutableArray<ClassLine> lines)
    {
        foreach (var (@class, line) in lines)
        {
            Add(@class, line);
        }
    }

    /// <summary>Takes back what was added.</summary>
    public void Subtract(ImmutableArray<ClassLine> lines)
    {
        foreach (var (@class, line) in lines)
        {
            Add(@class, -line);
        }
    }

    /// <summary>The line of the classes that are billed, together.</summary>
    public readonly UsageLine Billed()
    {
        var sum = default(UsageLine);
        for (var i = 0; _lines is not null && i < _lines.Length; i++)
        {
            sum += ((ParticipantClass)i).IsBilled() ? _lines[i] : default;
        }

        return sum;
    }

    /// <summary>The lines that are not empty.</summary>
    public readonly ImmutableArray<ClassLine> NotEmpty()
    {
        if (_lines is null)
        {
            return [];
        }

        var lines = ImmutableArray.CreateBuilder<ClassLine>(1);
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i] != default)
            {
                lines.Add(new ClassLine((ParticipantClass)i, _lines[i]));
            }
        }

        return lines.DrainToImmutable();
    }

    /// <summary>A figure of each class's line, in the order of the classes.</summary>
    public readonly ImmutableArray<long> Each(Func<UsageLine, long> figure)
    {
        var figures = ImmutableArray.CreateBuilder<long>(ParticipantClasses.Count);
        for (var i = 0; i < ParticipantClasses.Count; i++)
        {
            figures.Add(_lines is null ? 0 : figure(_lines[i]));
        }

        return figures.MoveToImmutable();
    }
}
