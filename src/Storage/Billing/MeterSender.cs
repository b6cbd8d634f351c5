using System.Text;
using Microsoft.Extensions.Logging;
using RelayKit.Billing;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;

namespace RelayKit.Storage.Billing;

/// <summary>
/// Sends reports of usage to the provider, one at a time for a tenant's meter. What is known of a report stands in its row, before the call and after it: so whoever
/// goes on after a crash knows that it may have been sent, and <see cref="MeterReportRules"/> say what follows.
/// </summary>
internal sealed partial class MeterSender(
    MeterReportProgress progress, IEnumerable<IBillingProvider> providers, TimeProvider time, ILogger<MeterSender> logger) : IOutboxSender
{
    private readonly IBillingProvider? _provider = providers.FirstOrDefault();

    public string Kind => OutboxKinds.Meter;

    /// <summary>Tried again for a month, which is as far back as a provider takes usage (Stripe: 35 days).</summary>
    public OutboxRules Rules { get; } = new()
    {
        MaxInFlight = 64,
        MaxInFlightPerDestination = 1,
        IsOrdered = true,
        Lease = TimeSpan.FromMinutes(2),
        Retries = new RetrySchedule(
        [
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
            .. Enumerable.Repeat(TimeSpan.FromMinutes(15), 30 * 96),
        ]),
        Poll = TimeSpan.FromSeconds(1),
    };

    public async Task<SendOutcome> SendAsync(OutboxAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (!MeterEventIdentifier.TryParse(Encoding.UTF8.GetString(attempt.Message.Body.Span), out var identifier)
            || await progress.ReadAsync(identifier, cancellation) is not { } report)
        {
            // The tenant was erased, or nothing of ours wrote it.
            return SendOutcome.Done;
        }

        if (report.IsSettled)
        {
            // A process has died, or its lease ended, after it had noted that it was taken.
            return SendOutcome.Done;
        }

        if (_provider is null || report.CustomerId is null)
        {
            return SendOutcome.Postpone("There is no provider, or the tenant is no customer of it.", TimeSpan.FromHours(1));
        }

        report = report with { Facts = FactsOf(report) };
        if (report.OthersUnknown > 0 && time.GetUtcNow() - report.Facts.FirstUnknownAt >= MeterReportRules.ResendWithin)
        {
            return SendOutcome.Park("Its outcome is unknown, and another report's of the same period is as well: the provider's sum cannot tell which it has.");
        }

        return await DecideAsync(identifier, report, sums: null, cancellation);
    }

    private async Task<SendOutcome> DecideAsync(MeterEventIdentifier identifier, ReportOnItsWay report, MeterSums? sums, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var decision = MeterReportRules.Decide(report.Facts, sums, now);
        switch (decision.Action)
        {
            case MeterReportAction.Send:
                return await CallAsync(identifier, report, cancellation);
            case MeterReportAction.Wait when sums is null && decision.ReadSumsAt <= now:
                return await SumAsync(identifier, report, cancellation) is { } read
                    ? await DecideAsync(identifier, report, read, cancellation)
                    : SendOutcome.Retry("The provider's sum could not be read.");
            case MeterReportAction.Wait:
                return SendOutcome.Postpone(decision.Reason, decision.ReadSumsAt is { } at && at > now ? at - now : TimeSpan.FromMinutes(15));
            case MeterReportAction.SettleAsAccepted:
                LogReconciled(identifier, decision.Reason);
                await progress.SettleAsync(identifier, MeterReportState.Reconciled, decision.Reason, cancellation);
                return SendOutcome.Done;
            case MeterReportAction.SettleAsNotAccepted:
                LogReconciled(identifier, decision.Reason);
                await progress.ForgetAsync(identifier, cancellation);
                return await CallAsync(identifier, report with { Facts = report.Facts with { FirstUnknownAt = null, LastUnknownAt = null } }, cancellation);
            default:
                return SendOutcome.Park($"Report {identifier}: {decision.Reason}.");
        }
    }

    private async Task<SendOutcome> CallAsync(MeterEventIdentifier identifier, ReportOnItsWay report, CancellationToken cancellation)
    {
        var startedAt = time.GetUtcNow();
        if (!await progress.BeginAsync(identifier, startedAt, cancellation))
        {
            return SendOutcome.Done;
        }

        var (outcome, fault) = await CallProviderAsync(identifier, report, cancellation);
        switch (outcome)
        {
            case ProviderOutcome.Accepted:
                await progress.SettleAsync(identifier, MeterReportState.Sent, null, cancellation);
                return SendOutcome.Done;
            case ProviderOutcome.Refused when fault!.Code == ProviderFault.DuplicateMeterEvent:
                await progress.SettleAsync(identifier, MeterReportState.Sent, null, cancellation);
                return SendOutcome.Done;
            case ProviderOutcome.Refused when report.Facts.FirstUnknownAt is not null:
                // An attempt before may have been taken: refused now is not refused then. Later the provider's sum tells.
                await progress.NotTakenAsync(identifier, fault!.Code, cancellation);
                return SendOutcome.Retry($"The provider refuses what it may have taken before: {fault.Code}.");
            case ProviderOutcome.Refused:
                LogRefused(identifier, fault!.Code);
                await progress.SettleAsync(identifier, MeterReportState.Refused, fault.Code, cancellation);
                return SendOutcome.Done;
            case ProviderOutcome.Unknown:
                await progress.UnknownAsync(identifier, startedAt, fault!.Code, cancellation);
                return SendOutcome.Retry($"Nobody knows whether the provider took it: {fault.Code}.", fault.RetryAfter);
            default:
                await progress.NotTakenAsync(identifier, fault!.Code, cancellation);
                return SendOutcome.Retry($"The provider did not take it: {fault.Code}.", fault.RetryAfter);
        }
    }

    /// <summary>
    /// A cancellation is not told apart from another by an identifier of its own, and what it forgets may be too old by the next time: of one that nobody knows of, the
    /// provider's sum decides at once.
    /// </summary>
    private static MeterReportFacts FactsOf(ReportOnItsWay report) => report.Cancels is null
        ? report.Facts
        : report.Facts with { FirstUnknownAt = report.Facts.FirstUnknownAt - MeterReportRules.ResendWithin };

    private async Task<(ProviderOutcome Outcome, ProviderFault? Fault)> CallProviderAsync(
        MeterEventIdentifier identifier, ReportOnItsWay report, CancellationToken cancellation)
    {
        if (report.Cancels is { } cancelled)
        {
            var cancellationResult = await _provider!.CancelMeterEventAsync(identifier.Meter, (identifier with { Sequence = cancelled }).ToString(), cancellation);
            return (cancellationResult.Outcome, cancellationResult.Fault);
        }

        var result = await _provider!.SendMeterEventAsync(
            new MeterEvent(identifier.Meter, identifier.ToString(), report.CustomerId!, report.Facts.Value, report.Facts.UsedAt), cancellation);
        return (result.Outcome, result.Fault);
    }

    private async Task<MeterSums?> SumAsync(MeterEventIdentifier identifier, ReportOnItsWay report, CancellationToken cancellation)
    {
        var period = PeriodText.Beginning(identifier.PeriodStart);
        var at = time.GetUtcNow();
        var to = Math.Min(period.EndMs, (at.ToUnixTimeMilliseconds() / WholeMinutes.Ms * WholeMinutes.Ms) + WholeMinutes.Ms);
        var sum = await _provider!.SumMeterEventsAsync(
            report.CustomerId!, identifier.Meter, DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs), DateTimeOffset.FromUnixTimeMilliseconds(to), cancellation);
        return sum.IsAccepted ? new MeterSums(sum.Value, report.KnownAccepted, at) : null;
    }

    [LoggerMessage(LogLevel.Warning, "The report of usage {Identifier}, whose outcome was unknown, is settled: {Reason}")]
    private partial void LogReconciled(MeterEventIdentifier identifier, string reason);

    [LoggerMessage(LogLevel.Error, "The provider refused the report of usage {Identifier}: {Code}. The next report has its minutes, unless its month is closed")]
    private partial void LogRefused(MeterEventIdentifier identifier, string code);
}
