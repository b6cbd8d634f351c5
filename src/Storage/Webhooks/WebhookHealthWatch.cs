using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Mail;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>
/// Looks at endpoints that fail, once a minute: tells their tenants, and switches off what has failed for days. Each step can be done again, by another silo
/// too: events and mails have ids that are made of the fact.
/// </summary>
internal sealed partial class WebhookHealthWatch(
    PostgresDataSources sources, ILedger ledger, IWebhookNotices notices, TimeProvider time, ILogger<WebhookHealthWatch> logger) : PeriodicWork(Period, time)
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Endpoints that one round looks at; there is another in a minute.</summary>
    private const int Most = 500;

    private const string Select =
        $"""
        select {WebhookEndpointColumns.All} from webhook_endpoints e
        where e.failing_since is not null and ((e.enabled and (e.failing_since <= $1 or (e.failing_since <= $2 and e.told = 0))) or (e.disabled_reason is not null and e.told < 2))
        order by e.failing_since limit $3
        """;

    private const string Stop =
        """
        update webhook_endpoints set enabled = false, disabled_reason = 'failing', disabled_at = $4, version = version + 1
        where tenant_id = $1 and endpoint_id = $2 and enabled and failing_since = $3
        """;

    private const string Told =
        "update webhook_endpoints set told = $4 where tenant_id = $1 and endpoint_id = $2 and failing_since = $3 and told < $4";

    /// <summary>One round.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var endpoint in await ReadAsync(cancellation))
        {
            switch (WebhookHealth.StepOf(endpoint, Time.GetUtcNow()))
            {
                case WebhookStep.TellFailing:
                    await notices.TellFailingAsync(endpoint, cancellation);
                    await ExecuteAsync(Told, endpoint, (short)WebhookTold.Failing, cancellation);
                    break;
                case WebhookStep.Stop:
                    await ExecuteAsync(Stop, endpoint, Time.GetUtcNow(), cancellation);
                    LogStopped(PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id));
                    await TellStoppedAsync(endpoint with { IsEnabled = false, Stop = WebhookStop.Failing, StoppedAt = Time.GetUtcNow() }, cancellation);
                    break;
                case WebhookStep.TellStopped:
                    await TellStoppedAsync(endpoint, cancellation);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await LookAsync(stopping);
        }
        catch (Exception fault) when (fault is NpgsqlException or LedgerException or TimeoutException or MailException)
        {
            LogFailed(fault);
        }
    }

    private async Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        if (!ledger.TryReserve())
        {
            return;
        }

        await ledger.CommitAsync(new LedgerLane(), LedgerEntry.OfTenant(endpoint.Tenant, endpoint.Mode, [WebhookEvents.Stopped(endpoint)]));
        await notices.TellStoppedAsync(endpoint, cancellation);
        await ExecuteAsync(Told, endpoint, (short)WebhookTold.Stopped, cancellation);
    }

    private async Task<List<WebhookEndpoint>> ReadAsync(CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        await using var command = sources.Jobs.CreateCommand(Select);
        command.Parameters.AddWithValue(now - WebhookHealth.StopAfter);
        command.Parameters.AddWithValue(now - WebhookHealth.TellAfter);
        command.Parameters.AddWithValue(Most);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<WebhookEndpoint>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(WebhookEndpointColumns.Read(reader));
        }

        return found;
    }

    private async Task ExecuteAsync(string sql, WebhookEndpoint endpoint, object value, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(endpoint.Tenant.Value);
        command.Parameters.AddWithValue(endpoint.Id);
        command.Parameters.AddWithValue(endpoint.FailingSince!.Value);
        command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(LogLevel.Information, "The webhook endpoint {Endpoint} has failed for days and is switched off")]
    private partial void LogStopped(string endpoint);

    [LoggerMessage(LogLevel.Warning, "Webhook endpoints that fail could not be looked at; the next try is in a minute")]
    private partial void LogFailed(Exception fault);
}
