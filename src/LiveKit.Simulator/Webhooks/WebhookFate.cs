using RelayKit.LiveKit.Simulator.Faults;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// What became of an event's webhook, all its copies and addresses taken together: the best that happened to any of them, for the
/// receiver then knows. Changed under the lock of <see cref="WebhookCounters"/> alone.
/// </summary>
internal sealed class WebhookFate(FaultPlan plan)
{
    private int _pending;
    private WebhookEnd? _end;

    /// <summary>Whether any copy was answered 2xx.</summary>
    public bool IsAcknowledged => _end == WebhookEnd.Acknowledged;

    /// <summary>Whether the receiver was never told, as far as LiveKit can know; not so while a copy is pending.</summary>
    public bool IsLost => !IsAcknowledged && _pending == 0;

    /// <summary>What was to go wrong with it.</summary>
    public FaultPlan Plan { get; } = plan;

    /// <summary>How often it was sent. A lost webhook that was sent may have been received: its answer was not.</summary>
    public int Attempts { get; private set; }

    /// <summary>The last answer's status; null when there was none.</summary>
    public int? Status { get; private set; }

    /// <summary><c>pending</c>, <c>acknowledged</c>, or how it was lost.</summary>
    public string State => this switch
    {
        { IsAcknowledged: true } => "acknowledged",
        { _pending: > 0 } => "pending",
        _ => _end switch
        {
            WebhookEnd.Refused => "refused",
            WebhookEnd.GaveUp => "gave_up",
            WebhookEnd.LostInCrash => "lost_in_crash",
            WebhookEnd.DroppedOverflow => "dropped_overflow",
            WebhookEnd.DroppedAge => "dropped_age",
            WebhookEnd.Dropped => "dropped",
            _ => "not_sent",
        },
    };

    public void Began() => _pending++;

    public void Attempted() => Attempts++;

    public void Ended(WebhookEnd end, int? status)
    {
        _pending--;
        if (_end is not { } before || end < before)
        {
            _end = end;
            Status = status;
        }
    }
}

/// <summary>How one copy of a webhook ended, from the best on.</summary>
internal enum WebhookEnd : byte
{
    /// <summary>Answered 2xx.</summary>
    Acknowledged,

    /// <summary>Answered with what LiveKit does not retry and nobody should call delivered: a 3xx, a 4xx, 501.</summary>
    Refused,

    /// <summary>Given up after five attempts.</summary>
    GaveUp,

    /// <summary>Gone with a node that crashed.</summary>
    LostInCrash,

    /// <summary>Dropped because 200 were waiting already.</summary>
    DroppedOverflow,

    /// <summary>Dropped because it had waited more than 30 s for its first attempt.</summary>
    DroppedAge,

    /// <summary>Dropped because it was asked for.</summary>
    Dropped,
}
