namespace RelayKit.Events;

/// <summary>How long tenants see their events.</summary>
public static class EventRetention
{
    /// <summary>Counted from when an event happened.</summary>
    public static readonly TimeSpan Visible = TimeSpan.FromDays(30);

    /// <summary>The oldest instant that is still told of, Unix milliseconds.</summary>
    public static long HorizonMs(DateTimeOffset now) => (now - Visible).ToUnixTimeMilliseconds();
}
