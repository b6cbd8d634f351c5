namespace RelayKit.Abuse;

/// <summary>How much of something one process has counted in one minute: always the whole of it, so that a report may be lost or come twice.</summary>
/// <param name="Rule">What was counted.</param>
/// <param name="Minute">Minutes since 1970.</param>
/// <param name="Count">How much.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ActivityCount")]
public readonly record struct ActivityCount([property: Id(0)] AbuseRule Rule, [property: Id(1)] long Minute, [property: Id(2)] int Count)
{
    /// <summary>The minute of an instant.</summary>
    public static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;
}

/// <summary>What one process has counted of an address in one minute.</summary>
/// <param name="Address">The address, as <see cref="AbuseIncident.Address"/> has it.</param>
/// <param name="Count">What was counted.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.AddressCount")]
public readonly record struct AddressCount([property: Id(0)] string Address, [property: Id(1)] ActivityCount Count);

/// <summary>An address that is not let in.</summary>
/// <param name="Address">The address, as <see cref="AbuseIncident.Address"/> has it.</param>
/// <param name="Rule">What it has done too often.</param>
/// <param name="Until">Until when.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.BlockedAddress")]
public readonly record struct BlockedAddress([property: Id(0)] string Address, [property: Id(1)] AbuseRule Rule, [property: Id(2)] DateTimeOffset Until);
