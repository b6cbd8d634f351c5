namespace RelayKit.Recordings;

/// <summary>What a look at LiveKit makes necessary.</summary>
internal enum RecordingDuty
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is to be stopped: somebody wants that, it has run for as long as it may, its source is gone, or it never began.</summary>
    Stop,

    /// <summary>LiveKit does not list it: to be remembered.</summary>
    Miss,

    /// <summary>It is listed again.</summary>
    Found,

    /// <summary>No worker has ever taken it.</summary>
    PresumeNeverTaken,

    /// <summary>LiveKit no longer knows it.</summary>
    PresumeForgotten,

    /// <summary>Its worker is dead: it answers no stop.</summary>
    PresumeDead,

    /// <summary>Its file should have been written long ago.</summary>
    PresumeStuck,
}

/// <summary>Decides by what is known and what was seen. LiveKit itself never gives up an egress whose worker has died (livekit issue 1717).</summary>
internal static class RecordingDuties
{
    /// <summary>How long a start may go unlisted: LiveKit waits for 15 seconds until it knows an egress, and tells of none that no worker took.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long one that was listed may be missed. An end whose webhook was lost is listed for 24 hours, so nothing but its deletion hides it.</summary>
    public static readonly TimeSpan MissPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long it may wait for its first media: LiveKit itself gives a page up after 15 to 60 seconds.</summary>
    public static readonly TimeSpan BeginPatience = TimeSpan.FromMinutes(5);

    /// <summary>How long after its stop a file may take to be written: a worker's queue of uploads holds an hour's.</summary>
    public static readonly TimeSpan EndPatience = TimeSpan.FromHours(2);

    /// <summary>How many stops a worker may leave without an answer.</summary>
    public const int StopsUntilDead = 2;

    /// <summary>What to do.</summary>
    public static RecordingDuty Of(Recording recording, RecordingLook look)
    {
        if (recording.IsFinal)
        {
            return RecordingDuty.None;
        }

        if (look.Seen is null)
        {
            return Missed(recording, look.At);
        }

        if (recording.StopsUnanswered >= StopsUntilDead)
        {
            return RecordingDuty.PresumeDead;
        }

        if (recording.Status == RecordingStatus.Ending)
        {
            return look.At - Known(recording) > EndPatience ? RecordingDuty.PresumeStuck : Listed(recording);
        }

        return NeedsStop(recording, look) ? RecordingDuty.Stop : Listed(recording);
    }

    /// <summary>
    /// Whether an egress that was given up goes on. LiveKit lists one whose worker is dead for ever as it was; only what it has learned since speaks for
    /// the worker, and to ask a dead one to stop takes as long as LiveKit waits for it.
    /// </summary>
    public static bool LivesAfterAll(Recording recording, EgressFact told) =>
        recording is { IsFinal: true, Fact: { IsPresumed: true } concluded }
        && !told.IsFinal
        && (recording.StopsUnanswered < StopsUntilDead || told.UpdatedAtMs > concluded.UpdatedAtMs);

    private static RecordingDuty Listed(Recording recording) => recording.MissedSince is null ? RecordingDuty.None : RecordingDuty.Found;

    private static RecordingDuty Missed(Recording recording, DateTimeOffset at)
    {
        if (recording.EgressId is null)
        {
            return at - recording.RequestedAt > StartPatience ? RecordingDuty.PresumeNeverTaken : RecordingDuty.None;
        }

        return recording.MissedSince is not { } since ? RecordingDuty.Miss
            : at - since > MissPatience ? RecordingDuty.PresumeForgotten
            : RecordingDuty.None;
    }

    private static bool NeedsStop(Recording recording, RecordingLook look) =>
        recording.StopRequestedAt is not null
        || look.IsSourceGone
        || look.At - recording.RequestedAt > TimeSpan.FromSeconds(recording.MaxSeconds)
        || (recording.Status == RecordingStatus.Starting && look.At - recording.RequestedAt > BeginPatience);

    private static DateTimeOffset Known(Recording recording) =>
        recording.Fact is { UpdatedAtMs: > 0 } fact ? DateTimeOffset.FromUnixTimeMilliseconds(fact.UpdatedAtMs) : recording.RequestedAt;
}
