using System.Globalization;

namespace RelayKit.Mail.Templates;

/// <summary>Mails about budgets.</summary>
public static class UsageMailTemplates
{
    /// <summary>To the owners of a tenant of which a budget has come to one of its thresholds.</summary>
    public static MailContent ThresholdReached(BudgetInMail budget) => Facts(
            new MailDraft("usage-threshold-reached", string.Create(CultureInfo.InvariantCulture, $"{budget.Percent} % of your budget is used"))
                .Say(string.Create(CultureInfo.InvariantCulture, $"{budget.Percent} % of the participant minutes that you set as a budget for this period are used.")),
            budget)
        .Say(budget.Action switch
        {
            "no_new_joins" => "When all of it is used, nobody new can join until the next period begins or the budget is raised. Sessions that go on are not ended.",
            "end" => "When all of it is used, sessions end and nobody can join until the next period begins or the budget is raised.",
            _ => "When all of it is used you are told again. Nothing else happens.",
        })
        .Build();

    /// <summary>To the owners of a tenant of which a budget is used up.</summary>
    public static MailContent CapReached(BudgetInMail budget) => Facts(
            new MailDraft("usage-cap-reached", "Your budget is used up").Say("All participant minutes that you set as a budget for this period are used."),
            budget)
        .Say(budget.Action switch
        {
            "no_new_joins" => "Nobody new can join until the next period begins or the budget is raised. Sessions that go on are not ended.",
            "end" when budget.EndsAt is { } endsAt => $"Nobody new can join, and sessions that go on end at {endsAt.Text()}, unless the budget is raised.",
            "end" => "Nobody new can join, and sessions that go on end now.",
            _ => "You asked to be told, and for nothing else: everything goes on and is billed.",
        })
        .Build();

    private static MailDraft Facts(MailDraft draft, BudgetInMail budget) => draft.Facts(
        ("Budget", string.Create(CultureInfo.InvariantCulture, $"{budget.Minutes} minutes")),
        ("Label", budget.Label),
        ("Reached at", budget.ReachedAt.Text()));
}

/// <summary>A budget that has come to a threshold.</summary>
/// <param name="Percent">The threshold, of the budget.</param>
/// <param name="Minutes">The budget.</param>
/// <param name="Action">What happens at its end: <c>alert</c>, <c>no_new_joins</c> or <c>end</c>.</param>
/// <param name="Label">The label whose usage it counts, <c>key=value</c>; null for the whole tenant's.</param>
/// <param name="ReachedAt">When the threshold was met.</param>
/// <param name="EndsAt">When sessions end; null where they do not, or at once.</param>
public sealed record BudgetInMail(int Percent, long Minutes, string Action, string? Label, DateTimeOffset ReachedAt, DateTimeOffset? EndsAt);
