using RelayKit.LiveKit.Simulator.Faults;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What is to become of an egress, where it is not to go well by itself.</summary>
internal sealed record EgressScript
{
    /// <summary>Nothing goes wrong.</summary>
    public static readonly EgressScript None = new();

    /// <summary>What becomes of the call that starts it.</summary>
    public EgressStartFault Start { get; init; }

    /// <summary>How long it is <c>EGRESS_STARTING</c> at least.</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>How long it is <c>EGRESS_ENDING</c> at least, before anything is uploaded.</summary>
    public TimeSpan EndingDelay { get; init; }

    /// <summary>It never begins and is aborted after so long; null: it begins.</summary>
    public TimeSpan? SignalMissingAfter { get; init; }

    /// <summary>It fails; null: not by itself.</summary>
    public EgressFailure? Failure { get; init; }

    /// <summary>It reaches its limit after so long of recording; null: it has none.</summary>
    public TimeSpan? LimitAfter { get; init; }

    /// <summary>Its worker dies after so long of recording; null: it lives.</summary>
    public TimeSpan? DeadAfter { get; init; }

    /// <summary>No <c>egress_started</c>.</summary>
    public bool SkipStarted { get; init; }

    /// <summary>That it became active is told together with what follows.</summary>
    public bool SkipActive { get; init; }

    /// <summary>That it is ending is told together with its end.</summary>
    public bool SkipEnding { get; init; }

    /// <summary>How <c>egress_ended</c> comes twice; null: it does not.</summary>
    public WebhookFault? DuplicateEnded { get; init; }

    /// <summary>What the storage of the request says to every file; null: what it really says.</summary>
    public string? UploadFails { get; init; }

    /// <summary>How big an MP4 is at least.</summary>
    public long SizeBytes { get; init; }

    /// <summary>LiveKit forgets it as soon as it has ended.</summary>
    public bool Forget { get; init; }
}

/// <summary>What becomes of the call that starts an egress.</summary>
internal enum EgressStartFault
{
    /// <summary>It is answered.</summary>
    None,

    /// <summary>The egress starts, and the connection breaks off before the answer.</summary>
    AnswerLost,

    /// <summary>The egress starts, and the server has given up waiting for the worker's answer: <c>deadline_exceeded</c>.</summary>
    DeadlineExceeded,

    /// <summary>No worker takes it: <c>unavailable</c>.</summary>
    NoWorker,
}

/// <summary>How an egress fails.</summary>
/// <param name="Error">LiveKit's text.</param>
/// <param name="Code">Its number, one of HTTP's.</param>
/// <param name="At">In which state.</param>
/// <param name="After">After how long in that state.</param>
internal sealed record EgressFailure(string Error, int Code, EgressPhase At, TimeSpan After);

/// <summary>The states that an egress can fail in.</summary>
internal enum EgressPhase
{
    /// <summary>It records.</summary>
    Active,

    /// <summary>It has not begun.</summary>
    Starting,

    /// <summary>It has stopped, and its files are not uploaded.</summary>
    Ending,
}
