namespace RelayKit.Examples.RebillByLabel;

/// <summary>What one customer owes.</summary>
/// <param name="Customer">The customer: the label's value, or the room; empty for what belongs to nobody.</param>
/// <param name="ParticipantMs">Connected milliseconds of the kinds that are billed.</param>
/// <param name="Amount">What that costs, rounded down to cents once.</param>
internal sealed record StatementLine(string Customer, long ParticipantMs, decimal Amount)
{
    /// <summary>Participant-minutes, not rounded.</summary>
    public decimal Minutes => ParticipantMs / 60_000m;
}
