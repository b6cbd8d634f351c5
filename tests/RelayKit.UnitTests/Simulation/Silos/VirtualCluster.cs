using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.UnitTests.Simulation.Webhooks;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>
/// The silos, and which of them has which activation. A silo that has died is noticed after some seconds; until then what is sent to it is lost.
/// Of a room there may be two activations for a while, as around a change of the cluster.
/// </summary>
internal sealed class VirtualCluster
{
    private const int NoticedWithinMs = 8_000;
    private const int ReplacedWithinMs = 10_000;
    private const int TwoForMs = 20_000;
    private const int SlowestMs = 3_000;

    private readonly World _world;
    private readonly Weather _weather;
    private readonly VirtualDatabase _database;
    private readonly VirtualStores _stores;
    private readonly LiveKitAnswers _liveKit;
    private readonly MeterTruth _meterTruth;
    private readonly List<VirtualSilo> _silos = [];
    private readonly Dictionary<RoomKey, List<VirtualRoom>> _rooms = [];
    private readonly Dictionary<MeterKey, VirtualMeter> _meters = [];

    public VirtualCluster(World world, Weather weather, VirtualDatabase database, VirtualStores stores, LiveKitAnswers liveKit, MeterTruth meterTruth)
    {
        (_world, _weather, _database, _stores, _liveKit, _meterTruth) = (world, weather, database, stores, liveKit, meterTruth);
        for (var i = 0; i < weather.Silos; i++)
        {
            AddSilo();
        }
    }

    public VirtualSilo? AnySilo() => _silos.Count > 0 ? _silos[_world.Chance.Next(_silos.Count)] : null;

    /// <summary>Sends a call to a room's activation, which is made if there is none. Whether it ever runs nobody is told.</summary>
    public void SendToRoom(RoomKey room, Func<VirtualRoom, Task> call) => _world.After(Delay(), () => Activation(room)?.Take(call));

    /// <summary>The activation of a meter, which is made if there is none; null while it is on a silo whose death nobody has noticed.</summary>
    public VirtualMeter? MeterOf(MeterKey key)
    {
        if (!_meters.TryGetValue(key, out var meter) || (meter.IsDead && !_silos.Contains(meter.Silo)) || (meter.IsDead && !meter.Silo.IsDead))
        {
            if (AnySilo() is not { IsDead: false } silo)
            {
                return null;
            }

            _meters[key] = meter = new VirtualMeter(_world, silo, key, _stores);
        }

        return meter.IsDead ? null : meter;
    }

    /// <summary>The meter if it is awake, whatever it is doing.</summary>
    public VirtualMeter? AwakeMeterOf(MeterKey key) => _meters.GetValueOrDefault(key) is { IsDead: false } meter ? meter : null;

    /// <summary>Something dies, or is let go.</summary>
    public void Crash()
    {
        switch (_world.Chance.Next(10))
        {
            case 0 or 1:
                Kill();
                break;
            case 2 or 3 or 4 when AnyRoom() is { } room:
                _world.Story?.Invoke($"{room.Key.Name} is let go");
                room.Leave();
                break;
            case 5 or 6 when _meters.Count > 0:
                _meters.Values.ElementAt(_world.Chance.Next(_meters.Count)).Stop();
                break;
            case 7 or 8 or 9 when AnyRoom() is { } room && AnySilo() is { IsDead: false } other && other != room.Silo:
                Double(room, other);
                break;
        }
    }

    private void Kill()
    {
        if (AnySilo() is not { IsDead: false } silo)
        {
            return;
        }

        silo.Process.Kill();
        _meterTruth.Died(silo.Process);
        _world.Story?.Invoke("a silo dies");
        _world.After(_world.Chance.Next(NoticedWithinMs), () =>
        {
            _silos.Remove(silo);
            foreach (var activations in _rooms.Values)
            {
                activations.RemoveAll(room => room.Silo == silo);
            }
        });
        _world.After(_world.Chance.Next(1, ReplacedWithinMs), AddSilo);
    }

    private void AddSilo()
    {
        var process = new Process();
        _silos.Add(new VirtualSilo(
            _world,
            new VirtualWriter(_world, _weather, _database, _meterTruth, process),
            process,
            (silo, key) => new MeterReference(_world, _weather, _database, this, silo, _meterTruth, key)));
    }

    private void Double(VirtualRoom room, VirtualSilo other)
    {
        _world.Story?.Invoke($"{room.Key.Name} has two activations");
        _database.HadTwoWriters.Add(room.Key);
        _rooms[room.Key].Add(Activate(room.Key, other));
        _world.After(_world.Chance.Next(TwoForMs), room.Leave);
    }

    private VirtualRoom? Activation(RoomKey room)
    {
        if (!_rooms.TryGetValue(room, out var activations))
        {
            _rooms[room] = activations = [];
        }

        if (activations.Count == 0 && AnySilo() is { IsDead: false } silo)
        {
            activations.Add(Activate(room, silo));
        }

        return activations.Count > 0 ? activations[_world.Chance.Next(activations.Count)] : null;
    }

    private VirtualRoom Activate(RoomKey room, VirtualSilo silo) => new(_world, silo, room, _stores, _liveKit, (gone, waiting) =>
    {
        _rooms[room].Remove(gone);
        foreach (var call in waiting)
        {
            SendToRoom(room, call);
        }
    });

    private VirtualRoom? AnyRoom()
    {
        var awake = _rooms.Values.SelectMany(activations => activations).Where(room => !room.Silo.IsDead).ToList();
        return awake.Count > 0 ? awake[_world.Chance.Next(awake.Count)] : null;
    }

    private long Delay() => _world.Chance.NextDouble() < _weather.MessageSlow ? _world.Chance.Next(SlowestMs) : _world.Chance.Next(4);
}
