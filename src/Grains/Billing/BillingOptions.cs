using System.ComponentModel.DataAnnotations;

namespace RelayKit.Billing;

/// <summary>Configuration of billing: <c>RelayKit:Billing</c>. All of it is optional.</summary>
public sealed class BillingOptions : IValidatableObject
{
    /// <summary>The section's path.</summary>
    public const string Section = "RelayKit:Billing";

    /// <summary>The plan of every tenant that has none of its own; empty for one that meters everything and prices nothing.</summary>
    public string DefaultPlan { get; set; } = "";

    /// <summary>Plans by their codes. The operator's calls add to them, and one of the same code goes before.</summary>
    public Dictionary<string, PlanOptions> Plans { get; set; } = [];

    /// <summary>Between two reports of a tenant's usage.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after its end a period is closed: webhooks that are late by less still count in it. Has to leave time to send the last report before the provider
    /// makes its invoice final, which Stripe does an hour after the period's end unless it is told otherwise.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "10.00:00:00")]
    public TimeSpan CloseAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often it is looked for tenants whose report is due, and for those that dunning or a plan has changed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a payment may be overdue before nobody new is let in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan PastDue { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long nobody new is let in before the tenant is suspended.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long what goes on may go on after the suspension.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan SessionsEndAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The times of dunning.</summary>
    public DunningTimes Dunning => new(PastDue, Grace, SessionsEndAfter);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (code, plan) in Plans)
        {
            if (!Plan.IsCode(code))
            {
                yield return new ValidationResult($"{Section}:Plans:{code} has to be 1 to {Plan.MaxCodeLength} of a-z 0-9 _ -");
                continue;
            }

            foreach (var fault in plan.ToPlan(code).Faults())
            {
                yield return new ValidationResult($"{Section}:Plans:{code}:{fault.Where} {fault.What}");
            }
        }

        if (DefaultPlan.Length > 0 && !Plan.IsCode(DefaultPlan))
        {
            yield return new ValidationResult($"{Section}:DefaultPlan has to be the code of a plan");
        }
    }
}
