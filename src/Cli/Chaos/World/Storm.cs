using System.Collections.Concurrent;
using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Chaos.Processes;

namespace RelayKit.Cli.Chaos.World;

/// <summary>Does what the plan says, at its time. A deed may take longer than it takes until the next one begins.</summary>
internal sealed class Storm(ChaosStack stack, ChaosWorld world, WriteWatch writes, Action<string> said, TimeProvider time)
{
    private readonly List<Task> _going = [];

    /// <summary>How often each deed was done.</summary>
    public ConcurrentDictionary<ChaosDeed, int> Done { get; } = [];

    public async Task PlayAsync(IReadOnlyList<ChaosAct> plan, TimeSpan length, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        foreach (var act in plan)
        {
            await UntilAsync(act.At);
            said(act.ToString());
            _going.Add(DoAsync(act, cancellation));
            _going.RemoveAll(deed => deed.IsCompletedSuccessfully);
        }

        await UntilAsync(length);
        await Task.WhenAll(_going);

        async Task UntilAsync(TimeSpan at)
        {
            var left = at - time.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellation);
            }
        }
    }

    private async Task DoAsync(ChaosAct act, CancellationToken cancellation)
    {
        switch (act.Deed)
        {
            case ChaosDeed.KillSilo:
                await stack.Silos[act.Target].KillAsync(act.Amount, cancellation);
                break;
            case ChaosDeed.PauseSilo:
                await stack.Silos[act.Target].PauseAsync(act.Amount, cancellation);
                break;
            case ChaosDeed.StopSilo:
                await stack.Silos[act.Target].RestartAsync(cancellation);
                break;
            case ChaosDeed.KillApi:
                await stack.Api.KillAsync(act.Amount, cancellation);
                break;
            case ChaosDeed.KillPostgres:
                await stack.Postgres.KillAsync(act.Amount, cancellation);
                await writes.AwaitAsync(cancellation);
                break;
            case ChaosDeed.PausePostgres:
                await stack.Postgres.PauseAsync(act.Amount, cancellation);
                break;
            case ChaosDeed.LiveKitDown:
                await world.LiveKitDownAsync(act.Amount, refuses: act.Amount.Milliseconds % 2 == 0);
                break;
            case ChaosDeed.LiveKitSlow:
                await world.LiveKitSlowAsync(act.Amount);
                break;
            case ChaosDeed.SkewClock:
                await world.SkewAsync(act.Node, act.Amount);
                break;
            default:
                throw new ChaosFailedException($"Nobody knows how to do {act.Deed}.");
        }

        Done.AddOrUpdate(act.Deed, 1, static (_, done) => done + 1);
    }
}
