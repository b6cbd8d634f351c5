using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Storage.Billing;

/// <summary>
/// Keeps a provider's news, and sees at once to what follows: who has paid is back before the provider has its answer. The states themselves say which is the later one,
/// so that their order, and how often they come, does not matter.
/// </summary>
internal sealed partial class PostgresBillingUpdates(
    PostgresDataSources sources, Plans plans, DunningWork dunning, MeterReportProgress progress, TimeProvider time, ILogger<PostgresBillingUpdates> logger) : IBillingUpdates
{
    public async Task SubscriptionChangedAsync(TenantId tenant, ProviderSubscription subscription, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var catalogue = await plans.ReadAsync(cancellation);
        // What it costs says which plan it is, also after a change on the provider's own pages; the code that was named in the checkout is the second word.
        var plan = catalogue.SoldBy([.. subscription.PriceIds])?.Code ?? subscription.Plan;
        var isOver = subscription.Status is ProviderSubscriptionStatus.Canceled or ProviderSubscriptionStatus.IncompleteExpired;
        var isToCome = subscription.Status is ProviderSubscriptionStatus.Incomplete;
        await ChangeAsync(
            tenant,
            new NpgsqlBatchCommand(BillingUpdateSql.SetSubscription),
            values =>
            {
                values.AddWithValue(subscription.CustomerId);
                values.AddWithValue(subscription.Id);
                values.AddWithValue((short)subscription.Status);
                values.AddNullable(subscription.CancelAt);
                values.AddNullable(isOver || isToCome ? null : plan);
            },
            cancellation);
    }

    public Task InvoiceChangedAsync(TenantId tenant, ProviderInvoice invoice, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return ChangeAsync(
            tenant,
            new NpgsqlBatchCommand(BillingUpdateSql.SetInvoice),
            values =>
            {
                values.AddWithValue(invoice.Id);
                values.AddWithValue(PeriodText.StartDay(UsagePeriod.Containing(invoice.PeriodStart)));
                values.AddNullable(invoice.Number);
                values.AddWithValue((short)invoice.Status);
                values.AddWithValue(invoice.Currency);
                values.AddWithValue(invoice.Total);
                values.AddWithValue(invoice.AmountRemaining);
                values.AddWithValue(invoice.Attempts);
                values.AddNullable(invoice.DueAt);
                values.AddWithValue(invoice.CreatedAt);
                values.AddNullable(invoice.HostedUrl?.AbsoluteUri);
                values.AddNullable(invoice.PdfUrl?.AbsoluteUri);
            },
            cancellation);
    }

    public async Task CustomerDeletedAsync(string customerId, CancellationToken cancellation)
    {
        Guid? tenant;
        await using (var command = sources.Jobs.CreateCommand(BillingUpdateSql.SelectTenant))
        {
            command.Parameters.AddWithValue(customerId);
            tenant = (Guid?)await command.ExecuteScalarAsync(cancellation);
        }

        if (tenant is { } known)
        {
            await ChangeAsync(
                new TenantId(known), new NpgsqlBatchCommand(BillingUpdateSql.ForgetCustomer), values => values.AddWithValue(customerId), cancellation);
        }
    }

    public async Task MeterErrorsAsync(ProviderMeterErrors errors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(errors);
        LogMeterErrors(errors.Count, errors.MeterId ?? "an unknown meter");
        foreach (var error in errors.Samples)
        {
            if (MeterEventIdentifier.TryParse(error.Identifier, out var identifier) && await progress.RefuseAsync(identifier, error.Code, cancellation))
            {
                LogLost(identifier);
            }
        }
    }

    private async Task ChangeAsync(TenantId tenant, NpgsqlBatchCommand change, Action<NpgsqlParameterCollection> values, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using (var batch = sources.Jobs.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(BillingStoreSql.EnsureAccount) { Parameters = { new() { Value = tenant.Value }, new() { Value = now } } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(BillingUpdateSql.Hold) { Parameters = { new() { Value = tenant.Value } } });
            change.Parameters.AddWithValue(tenant.Value);
            values(change.Parameters);
            batch.BatchCommands.Add(change);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(BillingUpdateSql.Weigh) { Parameters = { new() { Value = tenant.Value }, new() { Value = now } } });
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        await dunning.RunAsync(tenant, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "The provider could not count {Count} reports of usage on {Meter}; those that it names are reported again, unless their month is closed")]
    private partial void LogMeterErrors(long count, string meter);

    [LoggerMessage(LogLevel.Error, "The provider did not count {Identifier}, and its month is closed: it is on no invoice of the provider's. docs/billing.md says what to do")]
    private partial void LogLost(MeterEventIdentifier identifier);
}
