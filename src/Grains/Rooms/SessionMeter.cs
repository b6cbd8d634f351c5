using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// The lines of one session, one for each class, kept current as intervals become known, in constant time for each change.
/// </summary>
internal sealed class SessionMeter
{
    private readonly UsageLine[] _lines = new UsageLine[ParticipantClasses.Count];
    private KnowledgeVersion _version;

    public SessionMeter(long periodStartMs) => PeriodStartMs = periodStartMs;

    /// <summary>Nothing before this instant is in the lines.</summary>
    public long PeriodStartMs { get; }

    /// <summary>The latest instant that is known of anybody, Unix milliseconds.</summary>
    public long MarkMs { get; private set; }

    /// <summary>Replaces what was known of one participant by what is known now.</summary>
    public void Change(ParticipantClass @class, ConnectedInterval? before, ConnectedInterval after)
    {
        ref var line = ref _lines[(int)@class];
        if (before is { } known)
        {
            line -= UsageLine.Of(known, PeriodStartMs);
            _version -= KnowledgeVersion.Of(known);
        }

        line += UsageLine.Of(after, PeriodStartMs);
        _version += KnowledgeVersion.Of(after);
        MarkMs = Math.Max(MarkMs, after.EndMs ?? after.JoinedAtMs);
    }

    /// <summary>The lines as they stand, to be sent once the change that led here is durable.</summary>
    public SessionLine Snapshot(Guid sessionId, bool ended)
    {
        var classes = ImmutableArray.CreateBuilder<ClassLine>(1);
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i] != default)
            {
                classes.Add(new ClassLine((ParticipantClass)i, _lines[i]));
            }
        }

        return new SessionLine
        {
            SessionId = sessionId,
            Version = _version,
            PeriodStartMs = PeriodStartMs,
            MarkMs = MarkMs,
            Ended = ended,
            Classes = classes.DrainToImmutable(),
        };
    }
}
