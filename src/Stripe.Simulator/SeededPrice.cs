namespace RelayKit.Stripe.Simulator;

/// <summary>A price that is there from the start.</summary>
/// <param name="Id">Its id, such as <c>price_minutes</c>.</param>
/// <param name="UnitAmount">For one unit, in the currency's smallest unit; may be a part of one.</param>
/// <param name="MeterEvent">The events of the meter that it follows; null for one that is charged per month.</param>
/// <param name="Included">Units of a month that cost nothing: the first step of a graduated price.</param>
public sealed record SeededPrice(string Id, decimal UnitAmount, string? MeterEvent = null, long Included = 0);
