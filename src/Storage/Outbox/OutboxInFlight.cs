namespace RelayKit.Storage.Outbox;

/// <summary>What one dispatcher has under way, from being taken to being settled.</summary>
/// <param name="limit">How many at most.</param>
internal sealed class OutboxInFlight(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _destinations = [];
    private TaskCompletionSource? _changed;
    private int _count;

    /// <summary>Waits until there is room.</summary>
    /// <returns>For how many.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_count < limit)
                {
                    return limit - _count;
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits until nothing is under way.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_count == 0)
                {
                    return;
                }

                changed = Changed();
            }

            await changed;
        }
    }

    /// <summary>How many each destination has under way; those that have none are not in it.</summary>
    public KeyValuePair<string, int>[] ByDestination()
    {
        lock (_gate)
        {
            return [.. _destinations];
        }
    }

    /// <summary>One more.</summary>
    public void Add(string destination)
    {
        lock (_gate)
        {
            _count++;
            _destinations[destination] = _destinations.GetValueOrDefault(destination) + 1;
        }
    }

    /// <summary>One less.</summary>
    public void Remove(string destination)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _count--;
            var left = _destinations[destination] - 1;
            if (left == 0)
            {
                _destinations.Remove(destination);
            }
            else
            {
                _destinations[destination] = left;
            }

            (changed, _changed) = (_changed, null);
        }

        changed?.SetResult();
    }

    private Task Changed() => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
