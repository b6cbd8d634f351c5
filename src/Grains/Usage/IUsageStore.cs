namespace RelayKit.Usage;

/// <summary>Where a meter reads the ledger.</summary>
public interface IUsageStore
{
    /// <summary>Reads a tenant's period in one consistent look.</summary>
    /// <param name="key">Whose, and in which mode.</param>
    /// <param name="period">The period.</param>
    /// <param name="followEnded">Sessions that ended within this time are still given as lines of their own.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MeterSnapshot> ReadMeterAsync(MeterKey key, UsagePeriod period, TimeSpan followEnded, CancellationToken cancellation);
}
