using System.Collections.Immutable;
using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>
/// The budgets of a tenant and its labels in one period, held against the meter's lines: when the next threshold is met, and which have been. Reads no
/// clock and does no I/O. One that is made anew finds the same thresholds met again, and what it tells of them has the same ids.
/// </summary>
internal sealed class BudgetWatch
{
    private readonly ImmutableArray<WatchedBudget> _budgets;

    public BudgetWatch(TenantPolicy policy, UsagePeriod period)
    {
        Period = period;
        var budgets = ImmutableArray.CreateBuilder<WatchedBudget>();
        void Add(Budget? budget, LimitScope scope, Labels.Label? label, LimitOwner owner)
        {
            if (budget is not null)
            {
                budgets.Add(new WatchedBudget(new BudgetProgress(budget, policy.Settings.AlertThresholds), scope, label, owner));
            }
        }

        Add(policy.OperatorBudget, LimitScope.Tenant, null, LimitOwner.Operator);
        Add(policy.Settings.Budget, LimitScope.Tenant, null, LimitOwner.Tenant);
        foreach (var limit in policy.Settings.LabelLimits)
        {
            Add(limit.Budget, LimitScope.Label, limit.Label, LimitOwner.Tenant);
        }

        _budgets = budgets.DrainToImmutable();
    }

    /// <summary>The period that the budgets are of.</summary>
    public UsagePeriod Period { get; }

    /// <summary>The labels whose lines are needed.</summary>
    public ImmutableArray<Labels.Label> Labels => [.. _budgets.Where(static b => b.Label is not null).Select(static b => b.Label!.Value)];

    /// <summary>The next instant at which a threshold is met, or what is used up is to be ended; null when there is none as things stand.</summary>
    public long? NextAtMs(Func<Labels.Label?, UsageLine> lineOf, long nowMs)
    {
        long? next = null;
        foreach (var budget in _budgets)
        {
            var atMs = budget.Progress.NextAtMs(lineOf(budget.Label), nowMs) ?? (budget.IsEnded ? null : budget.Progress.EndsAtMs);
            next = next is { } known && (atMs is null || known <= atMs) ? known : atMs;
        }

        return next < Period.EndMs ? next : null;
    }

    /// <summary>Takes the thresholds that have been met by an instant, each once.</summary>
    public IEnumerable<(WatchedBudget Budget, BudgetCrossing Crossing)> TakeMet(Func<Labels.Label?, UsageLine> lineOf, long nowMs)
    {
        foreach (var budget in _budgets)
        {
            foreach (var crossing in budget.Progress.TakeMet(lineOf(budget.Label), nowMs))
            {
                yield return (budget, crossing);
            }
        }
    }

    /// <summary>Takes the budgets whose notice is over, each once.</summary>
    public IEnumerable<WatchedBudget> TakeEnded(long nowMs)
    {
        foreach (var budget in _budgets)
        {
            if (!budget.IsEnded && budget.Progress.EndsAtMs <= nowMs)
            {
                budget.IsEnded = true;
                yield return budget;
            }
        }
    }

    /// <summary>What is used of each.</summary>
    public ImmutableArray<BudgetStanding> StandingAt(Func<Labels.Label?, UsageLine> lineOf, long nowMs) => [.. _budgets.Select(budget =>
    {
        var line = lineOf(budget.Label);
        var limit = budget.Progress.Budget;
        return new BudgetStanding(
            new ReachedLimit(
                LimitNames.Minutes, budget.Scope, budget.Label?.ToString(), limit.Minutes, line.UsedAt(nowMs) / Budget.MsPerMinute, budget.Owner),
            limit.Action,
            Crossing.Of(line, Math.Max(1, limit.Ms), nowMs) is { } atMs && atMs < Period.EndMs ? atMs : null,
            line.UsedAt(nowMs) >= limit.Ms);
    })];
}

/// <summary>A budget that a meter watches.</summary>
internal sealed class WatchedBudget(BudgetProgress progress, LimitScope scope, Labels.Label? label, LimitOwner owner)
{
    public BudgetProgress Progress => progress;

    public LimitScope Scope => scope;

    /// <summary>The label that it is of; null for the tenant.</summary>
    public Labels.Label? Label => label;

    public LimitOwner Owner => owner;

    /// <summary>Whether what went on has been told to end.</summary>
    public bool IsEnded { get; set; }
}
