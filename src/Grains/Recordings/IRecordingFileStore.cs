namespace RelayKit.Recordings;

/// <summary>Which files are to be looked for or moved, whoever the tenants. A claim is one process's for some time.</summary>
public interface IRecordingFileStore
{
    /// <summary>Claims a file whose time has come, that which has waited longest first; null when there is none.</summary>
    /// <param name="now">The present.</param>
    /// <param name="claimedFor">How long nobody else gets it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<FileTask?> ClaimAsync(DateTimeOffset now, TimeSpan claimedFor, CancellationToken cancellation);

    /// <summary>Says when to try again.</summary>
    Task PutOffAsync(RecordingKey key, DateTimeOffset until, string reason, CancellationToken cancellation);
}

/// <summary>A file that is to be looked for or moved.</summary>
/// <param name="Recording">Whose it is.</param>
/// <param name="Attempts">How often it has been tried.</param>
public sealed record FileTask(Recording Recording, int Attempts);
