using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RelayKit.Events;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>
/// Budgets, on the meter's own lines: the instant of the next threshold is worked out, and one timer is set for it whenever a line or a budget has
/// changed. Nothing is looked up again and again.
/// </summary>
internal sealed partial class UsageMeterGrain
{
    /// <summary>A timer is set for no longer than this; then it is worked out again.</summary>
    private const long LongestWaitMs = 3_600_000;

    /// <summary>After how long something that failed is tried again.</summary>
    private const long RetryMs = 1_000;

    private TenantPolicy? _policy;
    private BudgetWatch? _watch;
    private IGrainTimer? _timer;
    private long _timerDueMs;

    public async Task ReadBudgetsAsync()
    {
        _policy = null;
        _watch = null;
        await PolicyAsync();
        await ArmAsync();
    }

    public async Task WatchAsync() => await ArmAsync();

    public async Task<TenantStanding> ReadStandingAsync()
    {
        var policy = await PolicyAsync();
        await ArmAsync();
        var reading = await _meter.ReadAsync();
        var state = await _meter.CurrentAsync();
        return new TenantStanding(
            state.Participants, reading.ActiveSessions, _watch?.StandingAt(label => LineOf(state, label), reading.AsOfMs) ?? [])
        {
            Labels = [.. policy.Settings.LabelLimits.Select(limit => new LabelStanding(limit.Label, state.ParticipantsOf(limit.Label)))],
        };
    }

    /// <summary>The tenant's policy; with it the meter learns which labels it is to have lines of.</summary>
    private async ValueTask<TenantPolicy> PolicyAsync()
    {
        if (_policy is null)
        {
            _policy = await tenants.Get(_key.Tenant.ToString()).GetPolicyAsync();
            _meter.Watch(_policy.WatchedLabels);
        }

        return _policy;
    }

    private async ValueTask ArmAsync()
    {
        var policy = await PolicyAsync();

        // Only live rooms have budgets: what test mode uses is never billed.
        var hasBudgets = _key.Mode == Mode.Live && policy.HasBudgets;
        if (!hasBudgets)
        {
            _watch = null;
        }

        if (!hasBudgets && policy.Suspension is null)
        {
            _timerDueMs = 0;
            return;
        }

        var state = await _meter.CurrentAsync();
        var dueMs = SuspensionDueMs(policy, state);
        if (hasBudgets)
        {
            if (_watch?.Period != state.Period)
            {
                _watch = new BudgetWatch(policy, state.Period);
            }

            dueMs = Earlier(dueMs, _watch.NextAtMs(label => LineOf(state, label), NowMs));
        }

        Arm(dueMs);
    }

    private static long? Earlier(long? one, long? other) => one is { } first && other is { } second ? Math.Min(first, second) : one ?? other;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static UsageLine LineOf(MeterState state, Label? label) => label is { } known ? state.BilledOf(known) : state.Billed;

    private void Arm(long? dueMs)
    {
        if (dueMs is not { } atMs)
        {
            _timerDueMs = 0;
            return;
        }

        var now = NowMs;
        var wait = Math.Clamp(atMs - now, 1, LongestWaitMs);
        if (_timerDueMs == now + wait)
        {
            return;
        }

        _timerDueMs = now + wait;
        var due = TimeSpan.FromMilliseconds(wait);
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions { DueTime = due, Period = Timeout.InfiniteTimeSpan });
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task OnTimerAsync(CancellationToken cancellation)
    {
        _timerDueMs = 0;
        try
        {
            if (_watch is { } watch)
            {
                var state = await _meter.CurrentAsync();
                await TellAsync(watch, state);
                foreach (var budget in watch.TakeEnded(NowMs))
                {
                    await EndAsync(budget, cancellation);
                }
            }

            await EndSuspendedAsync(cancellation);

            await ArmAsync();
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Made anew, it finds the same thresholds met.
            LogBudgetFailed(fault, _key.Tenant);
            _watch = null;
            Arm(NowMs + RetryMs);
        }
    }

    private async Task TellAsync(BudgetWatch watch, MeterState state)
    {
        var nobody = new RoomKey(_key.Tenant, _key.Mode, "-");
        var events = watch.TakeMet(label => LineOf(state, label), NowMs)
            .Select(met => BudgetEvents.Of(nobody, met.Crossing, met.Budget.Scope, met.Budget.Label?.ToString() ?? "", watch.Period.StartMs))
            .ToImmutableArray();
        if (events.IsEmpty)
        {
            return;
        }

        if (!ledger.TryReserve())
        {
            throw new LedgerException("The ledger is full.", null);
        }

        // Each event stands on its own, and so in a lane of its own: one that failed does not keep the next from being told.
        await ledger.CommitAsync(new LedgerLane(), LedgerEntry.OfTenant(_key.Tenant, _key.Mode, events));
    }

    private async Task EndAsync(WatchedBudget budget, CancellationToken cancellation)
    {
        if (!await EndRoomsAsync(budget.Label, room => room.EndForBudgetAsync(budget.Label, budget.Progress.EndsAtMs ?? NowMs), cancellation))
        {
            // The next minute asks again.
            budget.IsEnded = false;
        }
    }

    /// <summary>Ends what goes on in each live room. False when not all could be asked: one must not keep the others from being ended.</summary>
    private async Task<bool> EndRoomsAsync(Label? label, Func<IRoomGrain, Task> end, CancellationToken cancellation)
    {
        var all = true;
        foreach (var room in await store.ListLiveRoomsAsync(_key, label, cancellation))
        {
            try
            {
                await end(rooms.Get(room.ToString()));
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                LogBudgetFailed(fault, _key.Tenant);
                all = false;
            }
        }

        return all;
    }

    [LoggerMessage(LogLevel.Warning, "What a budget or the suspension of {Tenant} demands could not be done; it is tried again")]
    private partial void LogBudgetFailed(Exception fault, TenantId tenant);
}
