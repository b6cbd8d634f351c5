using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Labels;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>An activation of a tenant's meter: the real <see cref="UsageMeter"/>, which takes one call after the other, but readings together.</summary>
internal sealed class VirtualMeter
{
    /// <summary>The labels that tenants limit: one that participants have alone and beside others, and one that nobody has.</summary>
    public static readonly FrozenSet<Label> Watched = FrozenSet.Create(new Label("customer", "acme"), new Label("customer", "nobody"));

    private readonly World _world;
    private readonly Strand _strand;
    private readonly Queue<(bool IsReading, Func<UsageMeter, Task> Call)> _waiting = new();
    private int _underWay;
    private bool _isReading;

    public VirtualMeter(World world, VirtualSilo silo, MeterKey key, IUsageStore store)
    {
        (_world, Silo, Key) = (world, silo, key);
        _strand = new Strand(world, silo.Process);
        Usage = new UsageMeter(key, store, world.Time, NullLogger.Instance);
        Usage.Watch(Watched);
        RefreshLater();
    }

    public VirtualSilo Silo { get; }

    public MeterKey Key { get; }

    public UsageMeter Usage { get; }

    public bool IsDead => _strand.IsDead;

    public bool IsIdle => _underWay == 0 && _waiting.Count == 0;

    /// <summary>Orleans lets it go; who waits for it is not answered.</summary>
    public void Stop() => _strand.Stop();

    public void Take(bool isReading, Func<UsageMeter, Task> call)
    {
        _waiting.Enqueue((isReading, call));
        StartSome();
    }

    private void StartSome()
    {
        while (_waiting.TryPeek(out var next) && (_underWay == 0 || (_isReading && next.IsReading)))
        {
            _waiting.Dequeue();
            _underWay++;
            _isReading = next.IsReading;
            _strand.Run(async () =>
            {
                await next.Call(Usage);
                _underWay--;
                StartSome();
            });
        }
    }

    /// <summary>The grain's timer.</summary>
    private void RefreshLater() => _world.After((long)UsageMeter.FollowEnded.TotalMilliseconds, () =>
    {
        if (!IsDead)
        {
            Take(isReading: false, RefreshAsync);
            RefreshLater();
        }
    });

    private static async Task RefreshAsync(UsageMeter meter)
    {
        try
        {
            await meter.RefreshAsync(CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException)
        {
            // Orleans logs it and beats on.
        }
    }
}
