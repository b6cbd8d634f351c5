namespace RelayKit.Billing;

/// <summary>That a provider has taken usage over.</summary>
/// <param name="Identifier">Which report.</param>
/// <param name="WasKnown">Whether it had it already, from an attempt before: it counts once.</param>
public sealed record MeterEventReceipt(string Identifier, bool WasKnown);
