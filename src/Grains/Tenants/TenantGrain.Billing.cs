using RelayKit.Limits;

namespace RelayKit.Tenants;

/// <summary>What billing asks for, kept apart from what the operator has decided: each is lifted by whoever has set it.</summary>
internal sealed partial class TenantGrain
{
    public async Task<TenantPolicy> SetBillingTermsAsync(BillingTerms terms, CancellationToken cancellation)
    {
        if (terms != (state.State.Billing ?? BillingTerms.None))
        {
            state.State.Billing = terms;
            await state.WriteStateAsync(cancellation);
        }

        TellMeters();
        return Policy;
    }

    /// <summary>The operator's suspension goes before: it says why to whoever could pay in vain. Of both, the sessions end when the first says so.</summary>
    private Suspension? Suspended => (state.State.Suspension, state.State.Billing?.Hold) switch
    {
        ({ } operators, { SessionsEndAt: { } endAt }) when !(operators.SessionsEndAt <= endAt) => operators with { SessionsEndAt = endAt },
        var (operators, hold) => operators ?? hold,
    };

    /// <summary>The lower of the operator's and the plan's budget: neither is the tenant's own to raise.</summary>
    private Budget? OperatorBudget => (state.State.Operator?.Budget, state.State.Billing?.Budget) switch
    {
        ({ } operators, { } plans) => plans.Minutes < operators.Minutes ? plans : operators,
        var (operators, plans) => operators ?? plans,
    };
}
