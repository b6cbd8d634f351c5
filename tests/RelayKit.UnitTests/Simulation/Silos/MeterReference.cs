using System.Collections.Immutable;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>A tenant's meter as a silo calls it: messages take their time, go with a silo, and are given up after five seconds.</summary>
internal sealed class MeterReference(
    World world, Weather weather, VirtualDatabase database, VirtualCluster cluster, VirtualSilo caller, MeterTruth truth, MeterKey key) : IUsageMeterGrain
{
    private const int TimeoutMs = 5_000;
    private const int SlowestMs = 8_000;

    public Task ApplyAsync(ImmutableArray<SessionLine> lines) => CallAsync(async meter =>
    {
        await meter.ApplyAsync(lines);
        foreach (var line in lines)
        {
            if (database.IsAllOf(line))
            {
                truth.ToldAll(line.SessionId);
            }
            else if (database.HadTwoWritersOf(line.SessionId))
            {
                truth.ToldByOneOfTwo(key.Tenant, line.SessionId);
            }
        }
    });

    public Task InvalidateAsync() => CallAsync(meter =>
    {
        meter.Invalidate();
        return Task.CompletedTask;
    });

    public Task ReadBudgetsAsync() => throw new NotSupportedException("No tenant has a budget.");

    public Task<TenantStanding> ReadStandingAsync() => throw new NotSupportedException("No tenant has a budget.");

    public Task WatchAsync() => throw new NotSupportedException("No tenant has a budget.");

    public Task<UsageReading> ReadAsync() => throw new NotSupportedException("Feeds do not read.");

    private Task CallAsync(Func<UsageMeter, Task> call)
    {
        var answer = new TaskCompletionSource();
        var giveUpMs = world.NowMs + TimeoutMs;
        truth.Called(caller.Process, key.Tenant);
        world.After(Delay(), () =>
        {
            if (cluster.MeterOf(key) is not { } meter)
            {
                return;
            }

            meter.Take(isReading: false, async usage =>
            {
                if (world.NowMs >= giveUpMs)
                {
                    // Orleans drops what nobody waits for any more.
                    return;
                }

                world.Story?.Invoke($"meter {key} takes a message");
                Exception? fault = null;
                try
                {
                    await call(usage);
                }
                catch (Npgsql.NpgsqlException unreadable)
                {
                    fault = unreadable;
                }

                world.After(Delay(), () => Answer(fault));
            });
        });
        world.At(giveUpMs, () => Answer(new TimeoutException()));
        return answer.Task;

        void Answer(Exception? fault)
        {
            if (fault is null ? answer.TrySetResult() : answer.TrySetException(fault))
            {
                truth.Answered(caller.Process, key.Tenant, failed: fault is not null);
            }
        }
    }

    private long Delay() => world.Chance.NextDouble() < weather.MessageSlow ? world.Chance.Next(SlowestMs) : world.Chance.Next(4);
}
