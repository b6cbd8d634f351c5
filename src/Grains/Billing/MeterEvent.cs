namespace RelayKit.Billing;

/// <summary>Usage that is reported to a provider.</summary>
/// <param name="EventName">The meter's events, as the plan names them.</param>
/// <param name="Identifier">Makes it this report and no other: see <see cref="MeterEventIdentifier"/>.</param>
/// <param name="CustomerId">The provider's id of whose it is.</param>
/// <param name="Value">Whole units; below zero takes back.</param>
/// <param name="At">When it was used. It decides the period that is charged; whole seconds, not over 35 days back nor over 5 minutes ahead.</param>
public sealed record MeterEvent(string EventName, string Identifier, string CustomerId, long Value, DateTimeOffset At);
