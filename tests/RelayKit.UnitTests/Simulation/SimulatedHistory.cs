using RelayKit.Reconciliation;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Silos;
using RelayKit.UnitTests.Simulation.Webhooks;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation;

/// <summary>
/// One history: some minutes of LiveKit, in the weather that its seed draws, then calm until everything that can still come has come; and the laws. The
/// same seed is the same history, step by step.
/// </summary>
internal sealed class SimulatedHistory
{
    /// <summary>Longer than the meter follows what has ended, and than it takes until every room has been asked about in its turn, and two looks more.</summary>
    private const int CalmMs = (LookPlan.Turns + 5) * 60_000;

    private const int ReadsWithinMs = 20_000;
    private const int MostSteps = 200_000;

    private readonly World _world;
    private readonly Weather _weather;
    private readonly LiveKitWorld _liveKit;
    private readonly VirtualCluster _cluster;
    private readonly WebhookSender _sender;
    private readonly LedgerLaws _ledger;
    private readonly EventLaws _events;
    private readonly MeterLaw _meters;
    private readonly VirtualReconciliation _reconciliation;

    private SimulatedHistory(int seed, Action<string>? story)
    {
        var start = new Random(seed);
        _world = new World(seed, Weather.StartMs(start), story);
        _weather = new Weather(_world.Chance);
        _liveKit = new LiveKitWorld(_world, _weather);
        var database = new VirtualDatabase(_world.Time);
        var meterTruth = new MeterTruth();
        var looks = new LookLog(database);
        var stores = new VirtualStores(_world, _weather, database, meterTruth);
        var answers = new LiveKitAnswers(_world, _weather, _liveKit, looks);
        _cluster = new VirtualCluster(_world, _weather, database, stores, answers, meterTruth);
        _reconciliation = new VirtualReconciliation(_world, _cluster, answers, stores, database, looks);
        _ledger = new LedgerLaws(_liveKit, database, looks);
        _events = new EventLaws(_liveKit, database);
        _meters = new MeterLaw(_world, database, stores, _cluster, meterTruth);
        _sender = new WebhookSender(_world, _weather, _cluster, _ledger);
    }

    /// <summary>Plays a history to its end.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="story">Takes the lines of what happens in it; null where nobody wants to know.</param>
    /// <exception cref="BrokenLawException">Something was not as promised.</exception>
    public static HistoryReport Run(int seed, Action<string>? story = null)
    {
        // A test has a context of its own, to which all that awaits would come back in place of its strand.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var history = new SimulatedHistory(seed, story);
            history.Play();
            return history.Report();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Play()
    {
        foreach (var webhook in _liveKit.Lives.SelectMany(life => life.Webhooks.Select(webhook => (life, webhook))))
        {
            _sender.Tell(webhook.life, webhook.webhook);
        }

        _reconciliation.Start();
        ReadSometimes();
        var calmMs = _world.NowMs + (2 * Weather.LengthMs);
        var endMs = calmMs + CalmMs;
        _world.At(calmMs, _weather.ClearUp);
        while (_world.NowMs < Math.Max(endMs, _sender.LastMs + CalmMs))
        {
            Step();
        }

        _ledger.Check();
        _events.Check();
        foreach (var tenant in _liveKit.Tenants)
        {
            _meters.Check(tenant);
        }
    }

    private void Step()
    {
        if (!_world.Step() || _world.Fault is not null || _world.Steps > MostSteps)
        {
            throw _world.Fault ?? new BrokenLawException($"The history does not end: {_world.Steps} steps");
        }

        if (_world.Chance.NextDouble() < _weather.Crash)
        {
            _cluster.Crash();
        }

        if (_world.IsAtRest)
        {
            _meters.CheckQuiet();
        }
    }

    /// <summary>Somebody looks at the usage page.</summary>
    private void ReadSometimes() => _world.After(_world.Chance.Next(ReadsWithinMs), () =>
    {
        var key = new MeterKey(_liveKit.Tenants[_world.Chance.Next(_liveKit.Tenants.Count)], Mode.Live);
        _cluster.MeterOf(key)?.Take(isReading: true, async meter =>
        {
            try
            {
                MeterLaw.CheckSane(await meter.ReadAsync());
            }
            catch (Npgsql.NpgsqlException)
            {
                // The caller is told, and asks again.
            }
        });
        ReadSometimes();
    });

    private HistoryReport Report() => new(
        _world.Steps, _sender.Acknowledged, _ledger.Told, _ledger.Estimated, _ledger.EstimatedExactly, _ledger.Unseen, _meters.Compared, _meters.Excused);
}
