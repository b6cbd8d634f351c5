namespace RelayKit.Ledger;

/// <summary>
/// One line of a tenant's event log. Its sequence number is given in the ledger's transaction, so that the order of numbers is
/// the order of commits and a reader's cursor never passes one by.
/// </summary>
/// <param name="Id">Made from the fact (<see cref="Identifiers.FactId"/>): an event that is there already is not written again.</param>
/// <param name="Type">Dotted type, e.g. <c>participant.joined</c>.</param>
/// <param name="CreatedAtMs">When it happened by LiveKit's clock, Unix milliseconds.</param>
/// <param name="Data">The event's <c>data</c> as JSON text.</param>
public sealed record EventRow(Guid Id, string Type, long CreatedAtMs, string Data);
