namespace RelayKit.Stripe.Simulator.Faults;

/// <summary>What goes wrong with the next calls, in the order in which it was asked for.</summary>
internal sealed class FaultScript
{
    private readonly Lock _gate = new();
    private readonly List<ScriptedFault> _faults = [];

    public void Add(ScriptedFault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault that a call meets; null for none. It is used up.</summary>
    public ScriptedFault? Next(string method, string path)
    {
        lock (_gate)
        {
            var at = _faults.FindIndex(fault => fault.Means(method, path));
            if (at < 0)
            {
                return null;
            }

            var met = _faults[at];
            _faults[at] = met with { Remaining = met.Remaining - 1 };
            _faults.RemoveAll(static fault => fault.Remaining == 0);
            return met;
        }
    }
}
