using Orleans.CodeGeneration;

namespace RelayKit.Retention;

/// <summary>Removes what is past its day, once a day. There is one, with the key <see cref="Key"/>; a reminder wakes it.</summary>
[Version(InterfaceVersions.Retention)]
[Alias("RelayKit.IRetentionGrain")]
public interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "all";

    /// <summary>Sees to it that the reminder is there. Every silo calls it at its start.</summary>
    [Alias("Schedule")]
    Task ScheduleAsync();

    /// <summary>
    /// Begins the run of today, unless it is done or under way, and waits for its end for some seconds. How it stands by then.
    /// </summary>
    /// <param name="again">Whether it is run also when it is done.</param>
    /// <exception cref="RetentionClockException">The clock of the grain's silo is wrong.</exception>
    [ResponseTimeout("00:00:25")]
    [Alias("Run")]
    Task<RetentionRun> RunAsync(bool again);
}
