namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>What one webhook will meet, decided when it was queued.</summary>
internal sealed class FaultPlan
{
    public static readonly FaultPlan None = new(new Dictionary<WebhookFault, int>());

    private readonly Dictionary<WebhookFault, int> _waitsMs;

    /// <param name="waitsMs">The faults, and how long each of them waits, milliseconds.</param>
    public FaultPlan(IEnumerable<KeyValuePair<WebhookFault, int>> waitsMs)
    {
        _waitsMs = new Dictionary<WebhookFault, int>();
        foreach (var (fault, waitMs) in waitsMs.OrderBy(planned => planned.Key))
        {
            // A copy of what is to be lost would undo the loss.
            if (!IsLost || (!FaultNames.Loses(fault) && fault is not (WebhookFault.Duplicate or WebhookFault.DuplicateNewId)))
            {
                _waitsMs[fault] = waitMs;
            }
        }
    }

    /// <summary>In the order of their declaration.</summary>
    public IReadOnlyCollection<WebhookFault> Faults => _waitsMs.Keys;

    private bool IsLost => _waitsMs.Keys.Any(FaultNames.Loses);

    public bool Has(WebhookFault fault) => _waitsMs.ContainsKey(fault);

    public TimeSpan Wait(WebhookFault fault) => TimeSpan.FromMilliseconds(_waitsMs[fault]);
}
