using RelayKit.Api.Usage;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>What the usage of a billing period comes to by the plan, before taxes.</summary>
/// <param name="Id"><c>ivc_…</c>. A draft has the id that its invoice will have.</param>
/// <param name="Status"><c>draft</c> while the period is open, and the invoice grows; <c>final</c> when it is closed.</param>
/// <param name="Period">The billing period.</param>
/// <param name="Month">The same as text: <c>2026-11</c>.</param>
/// <param name="Plan">The plan's code.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Total">In the currency's smallest unit.</param>
/// <param name="ClosedAt">When the period was closed; null for a draft.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Provider">The provider's invoice of the period, by which it is paid; null where there is none.</param>
internal sealed record InvoiceResponse(
    string Id,
    string Status,
    PeriodResponse Period,
    string Month,
    string Plan,
    string Currency,
    long Total,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<InvoiceLineResponse> Lines,
    ProviderInvoiceResponse? Provider)
{
    public static InvoiceResponse Of(Invoice invoice) => new(
        PublicId.Format(PublicId.Invoice, invoice.Id),
        invoice.ClosedAt is null ? "draft" : "final",
        Between(invoice.Period),
        PeriodText.Of(invoice.Period),
        invoice.Plan,
        invoice.Currency,
        invoice.Total,
        invoice.ClosedAt,
        [.. invoice.Lines.Select(InvoiceLineResponse.Of)],
        invoice.AtProvider is { } known ? ProviderInvoiceResponse.Of(known) : null);

    public static PeriodResponse Between(UsagePeriod period) =>
        new(DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs), DateTimeOffset.FromUnixTimeMilliseconds(period.EndMs));
}

/// <summary>A line of an invoice.</summary>
/// <param name="Name">The meter: <c>participant_minutes</c>, <c>egress_minutes</c>, <c>agent_minutes</c>, <c>recording_minutes</c>, <c>stream_minutes</c>; or <c>fixed_fee</c>.</param>
/// <param name="Quantity">Whole minutes: <c>used_ms</c> and <c>late_ms</c> together, rounded down once. 1 for the fixed fee.</param>
/// <param name="Included">How many of them the plan includes.</param>
/// <param name="Billable">How many are charged.</param>
/// <param name="UnitPrice">What one costs, in the currency's smallest unit: a number as text.</param>
/// <param name="Amount">What all of them cost, in the currency's smallest unit.</param>
/// <param name="UsedMs">Milliseconds that were used in the period.</param>
/// <param name="LateMs">Milliseconds of periods that had been closed, told of too late for them; below zero where too much was billed.</param>
internal sealed record InvoiceLineResponse(
    string Name, long Quantity, long Included, long Billable, string UnitPrice, long Amount, long UsedMs, long LateMs)
{
    public static InvoiceLineResponse Of(InvoiceLine line) => new(
        line.Name, line.Quantity, line.Included, line.Billable, PlanPriceResponse.Text(line.UnitPrice), line.Amount, line.OwnMs, line.LateMs);
}

/// <summary>The provider's invoice.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Number">Its number on paper; null while it is a draft.</param>
/// <param name="Status"><c>draft</c>, <c>open</c>, <c>paid</c>, <c>uncollectible</c> or <c>void</c>.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Total">After taxes and discounts, in the currency's smallest unit.</param>
/// <param name="AmountRemaining">What of it is not paid.</param>
/// <param name="HostedUrl">The provider's page of it, on which it can be paid; null while it is a draft.</param>
/// <param name="PdfUrl">The provider's PDF of it; null while it is a draft.</param>
internal sealed record ProviderInvoiceResponse(
    string Id, string? Number, string Status, string Currency, long Total, long AmountRemaining, string? HostedUrl, string? PdfUrl)
{
    public static ProviderInvoiceResponse Of(KnownProviderInvoice known) => new(
        known.Id, known.Number, ProviderWords.Of(known.Status), known.Currency, known.Total, known.AmountRemaining, known.HostedUrl, known.PdfUrl);
}

/// <summary>What a line is added up from: <c>sessions_ms</c> and the <c>ms</c> of all adjustments are <c>total_ms</c>, which rounded down to minutes is the line's quantity.</summary>
/// <param name="Invoice"><c>ivc_…</c>.</param>
/// <param name="Line">The line's name.</param>
/// <param name="Quantity">The line's quantity: <c>total_ms</c> in whole minutes, rounded down once, and never less than nothing.</param>
/// <param name="TotalMs">All of it.</param>
/// <param name="SessionsMs">The <c>billed_ms</c> of all sessions, those on other pages included.</param>
/// <param name="Adjustments">What the line has beside its sessions, and why.</param>
/// <param name="Data">A page of the sessions.</param>
/// <param name="NextCursor">To be given as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record InvoiceSessionsResponse(
    string Invoice,
    string Line,
    long Quantity,
    long TotalMs,
    long SessionsMs,
    IReadOnlyList<LineAdjustmentResponse> Adjustments,
    IReadOnlyList<BilledSessionResponse> Data,
    string? NextCursor)
{
    public static InvoiceSessionsResponse Of(Invoice invoice, BillingMeter meter, InvoiceLineDetail detail) => new(
        PublicId.Format(PublicId.Invoice, invoice.Id),
        meter.Word(),
        Math.Max(0, WholeMinutes.Floor(detail.TotalMs)),
        detail.TotalMs,
        detail.SessionsMs,
        [.. detail.Adjustments.Select(static adjustment => new LineAdjustmentResponse(adjustment.Period, adjustment.Ms, adjustment.Reason))],
        [.. detail.Sessions.Select(session => BilledSessionResponse.Of(meter, session))],
        detail.Next is { } next ? BilledPlaceText.Write(next) : null);
}

/// <summary>What a line has beside its sessions.</summary>
/// <param name="Month">The closed period that it comes from or goes to.</param>
/// <param name="Ms">Milliseconds; below zero where they are taken off this line.</param>
/// <param name="Reason">Why.</param>
internal sealed record LineAdjustmentResponse(string Month, long Ms, string Reason);

/// <summary>One participant session, recording or stream.</summary>
/// <param name="Id"><c>psn_…</c>, <c>rec_…</c> or <c>str_…</c>.</param>
/// <param name="SessionId"><c>ses_…</c>; null where it was of no session.</param>
/// <param name="LivekitSid">LiveKit's sid of the participant, or its id of the egress.</param>
/// <param name="Room">The room; null where there is none.</param>
/// <param name="Identity">The participant's identity; null for a recording or stream.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="BilledMs">What of it lies in the period.</param>
/// <param name="JoinEventId">LiveKit's id of the event that told of the beginning; null where none did.</param>
/// <param name="LeaveEventId">LiveKit's id of the event that told of the end; null where none did.</param>
/// <param name="Evidence"><c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</param>
internal sealed record BilledSessionResponse(
    string Id,
    string? SessionId,
    string? LivekitSid,
    string? Room,
    string? Identity,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long BilledMs,
    string? JoinEventId,
    string? LeaveEventId,
    string Evidence)
{
    public static BilledSessionResponse Of(BillingMeter meter, BilledSession session) => new(
        PublicId.Format(
            meter switch { BillingMeter.Recordings => PublicId.Recording, BillingMeter.Streams => PublicId.Stream, _ => PublicId.ParticipantSession }, session.Id),
        session.SessionId is { } id ? PublicId.Format(PublicId.Session, id) : null,
        session.LiveKitId,
        session.Room,
        session.Identity,
        DateTimeOffset.FromUnixTimeMilliseconds(session.StartedAtMs),
        session.EndedAtMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        session.BilledMs,
        session.JoinEventId,
        session.LeaveEventId,
        session.Evidence.Word());
}
