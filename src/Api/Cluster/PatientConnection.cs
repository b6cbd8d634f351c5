namespace RelayKit.Api.Cluster;

/// <summary>
/// An API that starts before the first silo waits for it: which of them a machine starts first is nobody's business, and ending
/// would only make a supervisor start it again. Until then it does not listen, so that nobody sends it work.
/// </summary>
internal sealed partial class PatientConnection(TimeProvider time, ILogger<PatientConnection> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(exception.Message);
        await Task.Delay(Delay, time, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "No silo can be reached yet; trying again: {Reason}")]
    private partial void LogWaiting(string reason);
}
