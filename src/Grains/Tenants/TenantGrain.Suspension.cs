using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Ledger;

namespace RelayKit.Tenants;

/// <summary>Slowing a tenant, suspending it, and letting it go on. The meters end the sessions, since they know which there are.</summary>
internal sealed partial class TenantGrain
{
    public async Task<Result<TenantPolicy>> SuspendAsync(NewSuspension suspension, CancellationToken cancellation)
    {
        var current = state.State.Suspension;
        var next = suspension.After(current, time.GetUtcNow());
        if (next != current)
        {
            // Told first: if only one of the two comes about, it is told twice rather than never.
            await TellAsync(TenantEventTypes.TenantSuspended, TenantEventData.Suspended(next));
            state.State.Suspension = next;
            await state.WriteStateAsync(cancellation);
        }

        TellMeters();
        return Policy;
    }

    public async Task<Result<TenantPolicy>> ResumeAsync(CancellationToken cancellation)
    {
        if (state.State.Suspension is not null)
        {
            await TellAsync(TenantEventTypes.TenantResumed, TenantEventData.Resumed());
            state.State.Suspension = null;
            await state.WriteStateAsync(cancellation);
        }

        TellMeters();
        return Policy;
    }

    public async Task<TenantPolicy> SlowAsync(Slowdown slowdown, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var current = state.State.Slowdown;
        var next = slowdown.With(current, now);
        if (next != current)
        {
            // Told once: that it lasts longer is no news.
            if (current is null || current.Until <= now)
            {
                await TellAsync(TenantEventTypes.TenantSlowed, TenantEventData.Slowed(next));
            }

            state.State.Slowdown = next;
            await state.WriteStateAsync(cancellation);
        }

        return Policy;
    }

    public async Task<TenantPolicy> EndSlowdownAsync(CancellationToken cancellation)
    {
        if (state.State.Slowdown is not null)
        {
            state.State.Slowdown = null;
            await state.WriteStateAsync(cancellation);
        }

        return Policy;
    }

    private Task TellAsync(string type, string data) =>
        TellAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), type, Mode.Live, "", data);

    /// <summary>Puts an event into the log. The same instant, type and subject again are the same event.</summary>
    private async Task TellAsync(long atMs, string type, Mode mode, string subject, string data)
    {
        if (!ledger.TryReserve())
        {
            throw new LedgerException("The ledger is full.", null);
        }

        await ledger.CommitAsync(_lane, LedgerEntry.OfTenant(Id, mode, [new EventRow(FactId.Of(atMs, type, Id.Value, "", subject), type, atMs, data)]));
    }
}
