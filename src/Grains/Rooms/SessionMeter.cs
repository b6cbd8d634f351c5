using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// The lines of one session, one for each class, kept current as intervals become known, in constant time for each change; and of
/// what in them LiveKit's own word does not confirm, which is nothing nearly always, lines of its own. Of each label likewise.
/// </summary>
internal sealed class SessionMeter
{
    private ClassLines _all;
    private ClassLines _reconciled;
    private ClassLines _presumed;
    private LabelLines _labels;
    private KnowledgeVersion _version;

    public SessionMeter(long periodStartMs) => PeriodStartMs = periodStartMs;

    /// <summary>Nothing before this instant is in the lines.</summary>
    public long PeriodStartMs { get; }

    /// <summary>The latest instant that is known of anybody, Unix milliseconds.</summary>
    public long MarkMs { get; private set; }

    /// <summary>Replaces what was known of one participant by what is known now.</summary>
    public void Change(ParticipantClass @class, LabelSet labels, MeteredStay? before, MeteredStay after)
    {
        if (before is { } known)
        {
            Add(@class, labels, known.Evidence, -UsageLine.Of(known.Connected, PeriodStartMs));
            _version -= KnowledgeVersion.Of(known.Connected, known.Told);
        }

        Add(@class, labels, after.Evidence, UsageLine.Of(after.Connected, PeriodStartMs));
        _version += KnowledgeVersion.Of(after.Connected, after.Told);
        MarkMs = Math.Max(MarkMs, after.Connected.EndMs ?? after.Connected.JoinedAtMs);
    }

    /// <summary>The line of the classes that are billed, together.</summary>
    public UsageLine Billed() => _all.Billed();

    /// <summary>The lines as they stand, to be sent once the change that led here is durable.</summary>
    public SessionLine Snapshot(Guid sessionId, bool ended) => new()
    {
        SessionId = sessionId,
        Version = _version,
        PeriodStartMs = PeriodStartMs,
        MarkMs = MarkMs,
        Ended = ended,
        Classes = _all.NotEmpty(),
        Reconciled = _reconciled.NotEmpty(),
        Presumed = _presumed.NotEmpty(),
        Labels = _labels.Count <= SessionLine.MaxLabels ? _labels.NotEmpty() : [],
        LabelsLeftOut = _labels.Count > SessionLine.MaxLabels,
    };

    private void Add(ParticipantClass @class, LabelSet labels, Evidence evidence, UsageLine line)
    {
        _all.Add(@class, line);
        foreach (var label in labels.Labels)
        {
            _labels.Add(label, @class, line);
        }

        switch (evidence)
        {
            case Evidence.Reconciled:
                _reconciled.Add(@class, line);
                break;
            case Evidence.Presumed:
                _presumed.Add(@class, line);
                break;
        }
    }
}
