using RelayKit.Billing;

namespace RelayKit.Cli.Demo;

/// <summary>The invoice that the demo ends with, opened line by line, and what the simulated Stripe has.</summary>
/// <param name="Month">The billing period.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Total">What it comes to, in cents.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="LedgerMs">What the tenant's meter has of billed participants.</param>
/// <param name="StripeMinutes">Participant-minutes that Stripe was told of.</param>
/// <param name="StripeTotal">What Stripe's own invoice comes to, in cents.</param>
internal sealed record DemoInvoice(
    string Month, string Currency, long Total, IReadOnlyList<DemoInvoiceLine> Lines, long LedgerMs, long StripeMinutes, long StripeTotal)
{
    public long LedgerMinutes => WholeMinutes.Floor(LedgerMs);

    public long InvoicedMinutes => Lines.Where(line => line.Name == DemoBill.Participants).Sum(line => line.Quantity);

    /// <summary>Whether ledger, invoice, the sessions behind each line, and Stripe say the same.</summary>
    public bool Agrees => InvoicedMinutes == LedgerMinutes
        && StripeMinutes == LedgerMinutes
        && StripeTotal == Total
        && Lines.All(line => line.Sessions.Sum(session => session.BilledMs) == line.UsedMs && line.Quantity == WholeMinutes.Floor(line.UsedMs))
        && Lines.Where(line => line.Name == DemoBill.Participants).Sum(line => line.UsedMs) == LedgerMs;
}

/// <summary>A line of an invoice.</summary>
/// <param name="Name">The meter.</param>
/// <param name="Quantity">Whole minutes.</param>
/// <param name="Included">How many of them cost nothing.</param>
/// <param name="Amount">What it comes to, in cents.</param>
/// <param name="UsedMs">What it was added up from.</param>
/// <param name="Sessions">The participant sessions or recordings of which it was.</param>
internal sealed record DemoInvoiceLine(string Name, long Quantity, long Included, long Amount, long UsedMs, IReadOnlyList<DemoBilledSession> Sessions);

/// <summary>What a line opens into.</summary>
/// <param name="Id">RelayKit's id.</param>
/// <param name="Events">LiveKit's ids of the events that told of it.</param>
/// <param name="BilledMs">What of it lies in the period.</param>
internal sealed record DemoBilledSession(string Id, string Events, long BilledMs);
