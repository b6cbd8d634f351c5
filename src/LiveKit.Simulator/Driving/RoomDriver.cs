using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>Plays people in rooms, as fast as it is told and until it is told otherwise; they need no tokens.</summary>
internal sealed class RoomDriver(SimulatedCluster cluster, LiveKitNodes nodes, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _startedAt;

    /// <summary>What is played, or was played last, and since when; null before the first run.</summary>
    private DriverRun? _run;

    /// <summary>Begins a run.</summary>
    /// <exception cref="NodeException">One is under way.</exception>
    public void Start(DriverSettings settings)
    {
        lock (_gate)
        {
            if (_timer is not null)
            {
                throw new NodeException("failed_precondition", "a driver runs already; stop it first, by DELETE");
            }

            _run = new DriverRun(settings, cluster, nodes);
            _startedAt = time.GetTimestamp();
            var tick = TimeSpan.FromSeconds(1 / settings.EventsPerSecond);
            tick = tick < ShortestTick ? ShortestTick : tick;
            _timer = time.CreateTimer(_ => Tick(), null, tick, tick);
        }
    }

    /// <summary>Ends the run, if there is one.</summary>
    /// <param name="leave">Whether everybody whom it plays leaves.</param>
    public void Stop(bool leave)
    {
        lock (_gate)
        {
            StopTicking();
            if (leave)
            {
                _run?.LeaveAll();
            }
        }
    }

    /// <summary>Stops, and forgets what was played.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            StopTicking();
            _run = null;
        }
    }

    /// <summary>Reads something of the run, and whether it goes on; null before the first.</summary>
    public T Read<T>(Func<DriverRun?, bool, T> read)
    {
        lock (_gate)
        {
            return read(_run, _timer is not null);
        }
    }

    public void Dispose() => Stop(leave: false);

    private void Tick()
    {
        lock (_gate)
        {
            // A tick may have been under way when it was stopped.
            if (_timer is null || _run is not { } run)
            {
                return;
            }

            run.CatchUp();
            var due = (long)(time.GetElapsedTime(_startedAt).TotalSeconds * run.Settings.EventsPerSecond);
            due = Math.Min(due, run.Settings.StopAfterEvents ?? long.MaxValue);
            while (run.Decisions < due)
            {
                run.Decide();
            }

            if (run.Decisions == run.Settings.StopAfterEvents)
            {
                StopTicking();
            }
        }
    }

    private void StopTicking()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
