namespace RelayKit.Billing;

/// <summary>When news of a provider are tried again that could not be worked off: for as long as they are kept, since a payment must not go unnoticed.</summary>
public static class ProviderEventRetries
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>How long until the next attempt.</summary>
    /// <param name="attempts">How often it was tried; 1 for the first time.</param>
    /// <param name="asked">How long the provider asked to be left alone; null when it did not.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked)
    {
        var pause = Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1];
        return asked is { } longer && longer > pause ? TimeSpan.FromTicks(Math.Min(longer.Ticks, Pauses[^1].Ticks)) : pause;
    }
}
