namespace RelayKit;

/// <summary>The name under which RelayKit's own measurements are published.</summary>
public static class Telemetry
{
    /// <summary>Name of the meter that all of RelayKit's instruments belong to.</summary>
    public const string MeterName = "RelayKit";
}
