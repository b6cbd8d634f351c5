namespace RelayKit.UnitTests.Simulation.Scheduling;

/// <summary>
/// Somebody who does one thing at a time, in the order in which it came: an activation, the ledger's loop, the carriers of a silo's feeds.
/// Code that runs here comes back here after each await. Whoever is dead never takes another step: what it awaited is never heard of.
/// </summary>
internal sealed class Strand(World world, Process process) : TaskScheduler
{
    private readonly Queue<Task> _tasks = new();
    private bool _stopped;

    public bool IsDead => _stopped || process.IsDead;

    /// <summary>Dies alone; its process lives on.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Begins something here. What it throws is a fault of the simulation, or a bug.</summary>
    public void Run(Func<Task> work) => _ = Task.Factory.StartNew(() => GuardAsync(work), CancellationToken.None, TaskCreationOptions.None, this);

    /// <summary>Takes a step; whether there is another one to take.</summary>
    public bool RunOne()
    {
        if (IsDead)
        {
            _tasks.Clear();
            return false;
        }

        // Out of the queue only afterwards, so that what it queues finds the strand runnable already.
        TryExecuteTask(_tasks.Peek());
        _tasks.Dequeue();
        return _tasks.Count > 0;
    }

    protected override void QueueTask(Task task)
    {
        if (IsDead)
        {
            return;
        }

        _tasks.Enqueue(task);
        if (_tasks.Count == 1)
        {
            world.Runnable(this);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            world.Fail(fault);
        }
    }
}
