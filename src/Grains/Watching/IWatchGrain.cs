using Orleans.CodeGeneration;

namespace RelayKit.Watching;

/// <summary>
/// Sees to it that whatever waits for an instant is awake: rooms with rules and a session that goes on, and the meters of tenants with live rooms. They
/// set their own timers; but timers die with their silo, and then nobody else would call them. There is one, with the key <see cref="Key"/>.
/// </summary>
[Version(InterfaceVersions.Watch)]
[Alias("RelayKit.IWatchGrain")]
public interface IWatchGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "all";

    /// <summary>Wakes them, unless that was done within the last half minute.</summary>
    [ResponseTimeout("00:02:00")]
    [Alias("WatchWhenDue")]
    Task WatchWhenDueAsync(CancellationToken cancellation);

    /// <summary>Wakes them now: a silo has gone, or come.</summary>
    [ResponseTimeout("00:02:00")]
    [Alias("Watch")]
    Task WatchAsync(CancellationToken cancellation);
}
