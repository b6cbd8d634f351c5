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
/// <remarks>
/// Who tells the grain holds the account meanwhile, so that of two that tell at once the later one tells what holds later; and that it is about to tell is written
/// down before, so that nobody takes for the grain's what was the grain's before a crash.
/// </remarks>
internal sealed partial class DunningWork(
    PostgresDataSources sources,
    Plans plans,
    ITenantTerms tenants,
    IMailOutbox mails,
    IOptions<BillingOptions> options,
    TimeProvider time,
    ILogger<DunningWork> logger) : IDunning
{
    /// <summary>A provider tells of a subscription and of its invoice in any order: so long a mail waits, to name what is due and where it is paid.</summary>
    private static readonly TimeSpan InvoiceFollowsWithin = TimeSpan.FromMinutes(1);

    private readonly DunningTimes _times = options.Value.Dunning;

    /// <summary>Sees to every account that is due. One that cannot be seen to now does not hold up the others.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var after = Guid.Empty;
        while (await MoveNextAsync(after, cancellation) is { } tenant)
        {
            after = tenant.Value;
            await TrySettleAsync(tenant, cancellation);
        }
    }

    /// <summary>Sees to one account at once: who has paid need not wait for the next beat.</summary>
    public async Task RunAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (await MoveOneAsync(tenant, cancellation))
        {
            await TrySettleAsync(tenant, cancellation);
        }
    }

    private async Task<bool> MoveOneAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = Take(tenant, transaction);
        return await MoveAsync(take, transaction, cancellation) is not null;
    }

    private async Task<TenantId?> MoveNextAsync(Guid after, CancellationToken cancellation)
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

    private async Task<TenantId?> MoveAsync(NpgsqlCommand take, NpgsqlTransaction transaction, CancellationToken cancellation)
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
            LogMoved(account.Tenant, next.Stage);
        }

        await transaction.CommitAsync(cancellation);
        return account.Tenant;
    }

    private async Task TrySettleAsync(TenantId tenant, CancellationToken cancellation)
    {
        try
        {
            while (!await SettleAsync(tenant, cancellation))
            {
                // What is about to be told is written down now; what is told is what holds then.
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // The grain or the mail is away; the next beat tries again.
            LogUnsettled(fault, tenant);
        }
    }

    /// <summary>Tells whoever has to know of the account as it is now.</summary>
    /// <returns>False when it is only written down that the grain is about to be told.</returns>
    private async Task<bool> SettleAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = Take(tenant, transaction);
        if (await ReadAsync(take, cancellation) is not { IsUnsettled: true } account)
        {
            return true;
        }

        // Read under the lock: a plan that changes from here on makes the account unsettled once more.
        var terms = new BillingTerms((await plans.ReadAsync(cancellation)).Of(account.Plan).Budget, Dunning.HoldOf(account.Standing, _times));
        if (account.IsBeingTold)
        {
            await tenants.SetAsync(tenant, terms, cancellation);
        }
        else if (terms != (account.Applied ?? BillingTerms.None))
        {
            await ExecuteAsync(DunningSql.BeginTelling, transaction, tenant, cancellation);
            await transaction.CommitAsync(cancellation);
            return false;
        }

        var isMailed = await TryMailAsync(account, transaction, cancellation);
        await ExecuteAsync(
            DunningSql.Settle, transaction, tenant, cancellation, isMailed ? account.Standing.Number : account.MailedStage, PlanJson.Write(terms), !isMailed);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>False where the mail waits for the invoice that it is about.</summary>
    private async Task<bool> TryMailAsync(DunnedAccount account, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        if (account.Standing.Number <= account.MailedStage)
        {
            return true;
        }

        var invoice = await FindOpenInvoiceAsync(transaction, account.Tenant, cancellation);
        if (invoice is null && account is { IsCustomer: true, Standing.Stage: DunningStage.PastDue } && time.GetUtcNow() - account.Standing.Since < InvoiceFollowsWithin)
        {
            return false;
        }

        await mails.AddAsync(DunningMail.Of(account.Tenant, account.Standing, invoice, _times), cancellation);
        return true;
    }

    private static NpgsqlCommand Take(TenantId tenant, NpgsqlTransaction transaction) =>
        new(DunningSql.Take, transaction.Connection, transaction) { Parameters = { new() { Value = tenant.Value } } };

    private static async Task ExecuteAsync(
        string sql, NpgsqlTransaction transaction, TenantId tenant, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction) { Parameters = { new() { Value = tenant.Value } } };
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<OpenInvoice?> FindOpenInvoiceAsync(NpgsqlTransaction transaction, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(DunningSql.SelectOpenInvoice, transaction.Connection, transaction);
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
                reader.GetBoolean(9),
                reader.GetInt32(7),
                reader.GetBoolean(8),
                reader.GetBoolean(10))
            : null;
    }

    [LoggerMessage(LogLevel.Information, "Payment of {Tenant}: {Stage}")]
    private partial void LogMoved(TenantId tenant, DunningStage stage);

    [LoggerMessage(LogLevel.Warning, "What billing asks for could not be told to {Tenant}; it is tried again")]
    private partial void LogUnsettled(Exception fault, TenantId tenant);

    /// <param name="Tenant">Whose it is.</param>
    /// <param name="IsOwed">Whether a payment is overdue.</param>
    /// <param name="Standing">The stage.</param>
    /// <param name="Plan">The code of its plan; null for the default.</param>
    /// <param name="Applied">What the grain has; null where it was never told anything, or that is not known.</param>
    /// <param name="IsBeingTold">Whether somebody was about to tell the grain, and what it has is not known.</param>
    /// <param name="MailedStage">The number of the stage that the owners were told of last.</param>
    /// <param name="IsUnsettled">Whether something has changed since grain and owners were told.</param>
    /// <param name="IsCustomer">Whether a provider tells of it.</param>
    private sealed record DunnedAccount(
        TenantId Tenant,
        bool IsOwed,
        DunningStanding Standing,
        string? Plan,
        BillingTerms? Applied,
        bool IsBeingTold,
        int MailedStage,
        bool IsUnsettled,
        bool IsCustomer);
}
