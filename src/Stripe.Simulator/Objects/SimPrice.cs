namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>A monthly price, per month or by a meter.</summary>
internal sealed record SimPrice(string Id, string Product, decimal UnitAmount, SimMeter? Meter, long Included)
{
    /// <summary>What a quantity costs, rounded half away from zero as Stripe does.</summary>
    public long AmountOf(long quantity) => (long)Math.Round(Math.Max(0, quantity - Included) * UnitAmount, MidpointRounding.AwayFromZero);
}
