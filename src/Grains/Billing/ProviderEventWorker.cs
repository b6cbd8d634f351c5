using System.Data.Common;
using Microsoft.Extensions.Logging;
using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>
/// Works off what a provider told: fetches what each piece of news is about as it is now, and hands it over. Every silo has one. Of one thing nobody fetches a second
/// time while the first is under way, so that what was handed over last is never older than what was handed over before.
/// </summary>
internal sealed partial class ProviderEventWorker(
    IProviderEventStore store,
    IBillingProvider provider,
    IBillingUpdates updates,
    ProviderEventInstruments instruments,
    TimeProvider time,
    ILogger<ProviderEventWorker> logger)
    : PeriodicWork(Period, time)
{
    /// <summary>How often it looks for news. Nobody waits for them but who has just paid.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Longer than fetching and handing over take together, with all that is repeated in it.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long one piece of work may take: well within the lease.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const int AtOnce = 4;
    private const int ClaimedAtOnce = 20;

    /// <summary>Works off all that is due.</summary>
    /// <returns>How many things there were.</returns>
    internal async Task<int> WorkOffAsync(CancellationToken cancellation)
    {
        var all = 0;
        while (await store.ClaimAsync(ClaimedAtOnce, Lease, cancellation) is { Count: > 0 } claims)
        {
            all += claims.Count;
            await Parallel.ForEachAsync(
                claims, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (claim, token) => await WorkOffAsync(claim, token));
        }

        return all;
    }

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await WorkOffAsync(stopping);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            LogRoundFailed(fault);
        }
    }

    private async Task WorkOffAsync(ClaimedProviderEvents claim, CancellationToken cancellation)
    {
        var (outcome, error, asked) = ("failed", "", (TimeSpan?)null);
        using var patience = new CancellationTokenSource(Patience, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            (outcome, var fault) = await HandOverAsync(claim, both.Token);
            (error, asked) = (fault is null ? "" : $"{fault.Code}: {fault.Message}", fault?.RetryAfter);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it was: the news stay, and are tried again.
            LogFailed(fault, claim.Subject, claim.ObjectId, claim.Attempts);
            error = $"{fault.GetType().Name}: {fault.Message}";
        }

        instruments.Worked(outcome, Time.GetUtcNow() - claim.FirstReceivedAt);
        await (outcome == "failed"
            ? store.FailAsync(claim, error, ProviderEventRetries.After(claim.Attempts, asked), cancellation)
            : store.CompleteAsync(claim, cancellation));
    }

    private async Task<(string Outcome, ProviderFault? Fault)> HandOverAsync(ClaimedProviderEvents claim, CancellationToken cancellation)
    {
        switch (claim.Subject)
        {
            case ProviderEventSubject.Subscription:
                var subscription = await provider.GetSubscriptionAsync(claim.ObjectId, cancellation);
                return subscription.IsAccepted
                    ? await ToTenantAsync(claim, subscription.Value.Tenant, tenant => updates.SubscriptionChangedAsync(tenant, subscription.Value, cancellation))
                    : Without(claim, subscription.Fault);
            case ProviderEventSubject.Invoice:
                var invoice = await provider.GetInvoiceAsync(claim.ObjectId, cancellation);
                return invoice.IsAccepted
                    ? await ToTenantAsync(claim, invoice.Value.Tenant, tenant => updates.InvoiceChangedAsync(tenant, invoice.Value, cancellation))
                    : Without(claim, invoice.Fault);
            case ProviderEventSubject.DeletedCustomer:
                await updates.CustomerDeletedAsync(claim.ObjectId, cancellation);
                return ("handed_over", null);
            case ProviderEventSubject.MeterErrors:
                var errors = await provider.GetMeterErrorsAsync(claim.ObjectId, cancellation);
                if (!errors.IsAccepted)
                {
                    return Without(claim, errors.Fault);
                }

                LogMeterErrors(errors.Value.Count, errors.Value.MeterId, errors.Value.Samples.Count > 0 ? errors.Value.Samples[0].Code : "none");
                await updates.MeterErrorsAsync(errors.Value, cancellation);
                return ("handed_over", null);
            default:
                throw new InvalidOperationException($"There is no subject {claim.Subject}.");
        }
    }

    /// <summary>An account of the provider's may have customers that are none of RelayKit's.</summary>
    private async Task<(string Outcome, ProviderFault? Fault)> ToTenantAsync(
        ClaimedProviderEvents claim, TenantId? tenant, Func<TenantId, Task> handOver)
    {
        if (tenant is not { } owner)
        {
            LogNobodys(claim.Subject, claim.ObjectId);
            return ("nobodys", null);
        }

        await handOver(owner);
        return ("handed_over", null);
    }

    /// <summary>A draft that was deleted is gone for good; everything else may come right.</summary>
    private (string Outcome, ProviderFault? Fault) Without(ClaimedProviderEvents claim, ProviderFault fault)
    {
        if (fault.Code == ProviderFault.NotFound)
        {
            return ("gone", null);
        }

        LogNotFetched(claim.Subject, claim.ObjectId, fault.Code, claim.Attempts);
        return ("failed", fault);
    }

    [LoggerMessage(LogLevel.Warning, "News of {Subject} {ObjectId} could not be worked off (attempt {Attempts}); they are tried again")]
    private partial void LogFailed(Exception fault, ProviderEventSubject subject, string objectId, int attempts);

    [LoggerMessage(LogLevel.Warning, "{Subject} {ObjectId} could not be fetched: {Code} (attempt {Attempts}); it is tried again")]
    private partial void LogNotFetched(ProviderEventSubject subject, string objectId, string code, int attempts);

    [LoggerMessage(LogLevel.Error, "{Count} reports of usage could not be counted on meter {Meter}, such as for {Code}")]
    private partial void LogMeterErrors(long count, string? meter, string code);

    [LoggerMessage(LogLevel.Debug, "{Subject} {ObjectId} is of no tenant")]
    private partial void LogNobodys(ProviderEventSubject subject, string objectId);

    [LoggerMessage(LogLevel.Warning, "News of the billing provider could not be looked for; the next look is in a moment")]
    private partial void LogRoundFailed(Exception fault);
}
