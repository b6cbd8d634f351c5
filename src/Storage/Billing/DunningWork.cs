using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RelayKit.Billing;
using RelayKit.Mail;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>
/// Moves tenants from stage to stage, and sees to what follows. The stage and its event are one transaction; then the tenant's grain and its owners are told, again and
/// again until both have been: each can be told twice without harm.
/// </summary>
internal sealed partial class DunningWork(
    PostgresDataSources sources,
    Plans plans,
    GrainReferences<ITenantGrain> tenants,
    IMailOutbox mails,
    IOptions<BillingOptions> options,
    TimeProvider time,
    ILogger<DunningWork> logger) : IDunning
{
    private readonly DunningTimes _times = options.Value.Dunning;

    /// <summary>Sees to every account that is due. One that cannot be seen to now does not hold up the others.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var catalogue = await plans.ReadAsync(cancellation);
        var after = Guid.Empty;
        while (await MoveNextAsync(after, cancellation) is { } account)
        {
            after = account.Tenant.Value;
            await TrySettleAsync(account, catalogue, cancellation);
        }
    }

    /// <summary>Sees to one account at once: who has paid need not wait for the next beat.</summary>
    public async Task RunAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand(DunningSql.Take, connection, transaction);
        take.Parameters.AddWithValue(tenant.Value);
        if (await MoveAsync(take, transaction, cancellation) is { } account)
        {
            await TrySettleAsync(account, await plans.ReadAsync(cancellation), cancellation);
        }
    }

    private async Task<DunnedAccount?> MoveNextAsync(Guid after, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand(DunningSql.TakeDue, connection, transaction);
        take.Parameters.AddWithValue(after);
        take.Parameters.AddWithValue(now - _times.PastDue);
        take.Parameters.AddWithValue(now - _times.Grace);
        return await MoveAsync(take, transaction, cancellation);
    }

    private async Task<DunnedAccount?> MoveAsync(NpgsqlCommand take, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        if (await ReadAsync(take, cancellation) is not { } account)
        {
            return null;
        }

        if (Dunning.Next(account.Standing, account.IsOwed, time.GetUtcNow(), _times) is { } next)
        {
            await using var move = new NpgsqlBatch(transaction.Connection, transaction);
            move.BatchCommands.Add(new NpgsqlBatchCommand(DunningSql.Move)
            {
                Parameters =
                {
                    new() { Value = account.Tenant.Value },
                    new() { Value = (short)next.Stage },
                    new() { Value = next.Since },
                    new() { Value = next.Number },
                },
            });
            LedgerBatchWriter.AddEvents(move, [(account.Tenant.Value, BillingEvents.Stage(account.Tenant, next, _times))], LedgerSql.AppendMissingEvents);
            await move.ExecuteNonQueryAsync(cancellation);
            account = account with { Standing = next };
            LogMoved(account.Tenant, next.Stage);
        }

        await transaction.CommitAsync(cancellation);
        return account;
    }

    private async Task TrySettleAsync(DunnedAccount account, PlanCatalogue catalogue, CancellationToken cancellation)
    {
        try
        {
            await SettleAsync(account, catalogue, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // The grain or the mail is away; the next beat tries again.
            LogUnsettled(fault, account.Tenant);
        }
    }

    private async Task SettleAsync(DunnedAccount account, PlanCatalogue catalogue, CancellationToken cancellation)
    {
        var terms = new BillingTerms(catalogue.Of(account.Plan).Budget, Dunning.HoldOf(account.Standing, _times));
        if (terms != (account.Applied ?? BillingTerms.None))
        {
            await tenants.Get(account.Tenant.ToString()).SetBillingTermsAsync(terms, cancellation);
        }

        if (account.Standing.Number > account.MailedStage)
        {
            await mails.AddAsync(DunningMail.Of(account.Tenant, account.Standing, await FindOpenInvoiceAsync(account.Tenant, cancellation), _times), cancellation);
        }

        await using var settle = sources.Jobs.CreateCommand(DunningSql.Settle);
        settle.Parameters.AddWithValue(account.Tenant.Value);
        settle.Parameters.AddWithValue(account.Standing.Number);
        settle.Parameters.AddWithValue(PlanJson.Write(terms));
        settle.Parameters.AddNullable(account.Plan);
        await settle.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<OpenInvoice?> FindOpenInvoiceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(DunningSql.SelectOpenInvoice);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue((short)ProviderInvoiceStatus.Open);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new OpenInvoice(reader.GetNullableString(0), reader.GetString(1), reader.GetInt64(2), reader.GetNullableString(3))
            : null;
    }

    private static async Task<DunnedAccount?> ReadAsync(NpgsqlCommand take, CancellationToken cancellation)
    {
        await using var reader = await take.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new DunnedAccount(
                new TenantId(reader.GetGuid(0)),
                !reader.IsDBNull(1),
                new DunningStanding((DunningStage)reader.GetInt16(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4)),
                reader.GetNullableString(5),
                PlanJson.ReadTerms(reader.GetNullableString(6)),
                reader.GetInt32(7))
            : null;
    }

    [LoggerMessage(LogLevel.Information, "Payment of {Tenant}: {Stage}")]
    private partial void LogMoved(TenantId tenant, DunningStage stage);

    [LoggerMessage(LogLevel.Warning, "What billing asks for could not be told to {Tenant}; it is tried again")]
    private partial void LogUnsettled(Exception fault, TenantId tenant);

    private sealed record DunnedAccount(TenantId Tenant, bool IsOwed, DunningStanding Standing, string? Plan, BillingTerms? Applied, int MailedStage);
}
