using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Limits;

/// <summary>How far a budget is used up: which of its thresholds have been met, and when the next one will be. Decides, and does no I/O.</summary>
/// <param name="budget">The budget.</param>
/// <param name="thresholds">The percentages at which to warn, below 100.</param>
internal sealed class BudgetProgress(Budget budget, ImmutableArray<int> thresholds)
{
    /// <summary>The percentages at which everybody is warned who has chosen none.</summary>
    public static readonly ImmutableArray<int> DefaultThresholds = [70, 90];

    private const int Full = 100;

    private readonly ImmutableArray<int> _percents = [.. thresholds.Where(static percent => percent is > 0 and < Full).Distinct().Order(), Full];
    private int _met;

    public Budget Budget => budget;

    /// <summary>Whether it is used up.</summary>
    public bool IsUsedUp => _met == _percents.Length;

    /// <summary>When it was used up; null as long as it is not.</summary>
    public long? UsedUpAtMs { get; private set; }

    /// <summary>When what goes on is to be ended; null when it is not.</summary>
    public long? EndsAtMs => budget.Action == BudgetAction.End ? UsedUpAtMs + (budget.NoticeSeconds * 1000L) : null;

    /// <summary>When the next threshold is met as things stand; null when none will be.</summary>
    public long? NextAtMs(UsageLine line, long nowMs) => IsUsedUp ? null : Crossing.Of(line, HeightOf(_percents[_met]), nowMs);

    /// <summary>Takes the thresholds that have been met by an instant, in order, each once.</summary>
    public IEnumerable<BudgetCrossing> TakeMet(UsageLine line, long nowMs)
    {
        while (!IsUsedUp && Crossing.Of(line, HeightOf(_percents[_met]), nowMs) is { } atMs && atMs <= nowMs)
        {
            var percent = _percents[_met++];
            if (IsUsedUp)
            {
                UsedUpAtMs = atMs;
            }

            yield return new BudgetCrossing(budget, percent, atMs, EndsAtMs);
        }
    }

    private long HeightOf(int percent) => Math.Max(1, (long)((Int128)budget.Ms * percent / Full));
}

/// <summary>A budget has come to a threshold.</summary>
/// <param name="Budget">Which.</param>
/// <param name="Percent">The threshold; 100 when it is used up.</param>
/// <param name="AtMs">When, Unix milliseconds.</param>
/// <param name="EndsAtMs">When what goes on will be ended; null when it will not.</param>
internal readonly record struct BudgetCrossing(Budget Budget, int Percent, long AtMs, long? EndsAtMs);
