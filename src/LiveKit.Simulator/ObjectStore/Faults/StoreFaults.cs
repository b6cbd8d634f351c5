namespace RelayKit.LiveKit.Simulator.ObjectStore.Faults;

/// <summary>What is set to go wrong. What was set first is met first.</summary>
internal sealed class StoreFaults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private List<StoreFault> _faults = [];

    public IReadOnlyList<StoreFault> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public void Add(StoreFault fault)
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

    /// <summary>What a request meets: of several the first. One that has a count is used up by it.</summary>
    public StoreFault? Take(string bucket, string operation)
    {
        lock (_gate)
        {
            _faults = [.. _faults.Where(fault => fault.Until > time.GetUtcNow() && fault.Count is null or > 0)];
            var at = _faults.FindIndex(fault => fault.Meets(bucket, operation));
            if (at < 0)
            {
                return null;
            }

            var met = _faults[at];
            _faults[at] = met with { Count = met.Count - 1 };
            return met;
        }
    }
}
