using System.Data.Common;
using System.Runtime.InteropServices;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>
/// Writes what has gathered, four times a second, some thousand requests in one statement. While PostgreSQL is away the queue holds what it can.
/// A process that is told to stop writes the rest once its last request is answered.
/// </summary>
internal sealed partial class RequestLogWriter(
    RequestLogQueue queue, IRequestLogStore store, RequestLogInstruments instruments, TimeProvider time, ILogger<RequestLogWriter> logger) : PeriodicWork(Period, time)
{
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    internal const int MaxBatch = 2_000;

    /// <summary>How much of a user agent is kept.</summary>
    internal const int MaxUserAgent = 256;

    private readonly List<RequestLogEntry> _batch = new(MaxBatch);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!await FlushAsync(cancellationToken))
        {
            // What is told to stop does not wait for PostgreSQL to come back.
            instruments.Dropped(queue.Waiting, RequestLogInstruments.Stopped);
        }
    }

    /// <summary>Writes until nothing waits. False when PostgreSQL is away: the rest is tried again.</summary>
    internal async Task<bool> FlushAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TakeMore();
            if (_batch.Count == 0)
            {
                return true;
            }

            if (!await TryWriteAsync(cancellation))
            {
                return false;
            }

            queue.Done(_batch.Count);
            _batch.Clear();
        }
    }

    /// <summary>Fills the batch up. What an earlier try has left in it is tidied already.</summary>
    private void TakeMore()
    {
        var before = _batch.Count;
        queue.TakeInto(_batch, MaxBatch);
        foreach (ref var entry in CollectionsMarshal.AsSpan(_batch)[before..])
        {
            entry = Tidied(entry);
        }
    }

    /// <summary>What can be kept of an entry: routes have one spelling, and what a caller says of itself is cut.</summary>
    internal static RequestLogEntry Tidied(RequestLogEntry entry) => entry with
    {
        Route = entry.Route is [.. { Length: > 0 } route, '/'] ? route : entry.Route,
        UserAgent = entry.UserAgent is { } agent ? StorableText.Mend(agent.Length > MaxUserAgent ? agent[..MaxUserAgent] : agent) : null,
    };

    protected override Task RoundAsync(CancellationToken stopping) => FlushAsync(stopping);

    /// <summary>True when the batch is done with: written, or refused, so that it would be again.</summary>
    private async Task<bool> TryWriteAsync(CancellationToken cancellation)
    {
        try
        {
            await store.WriteAsync(_batch, cancellation);
            instruments.Written(_batch.Count);
            return true;
        }
        catch (Exception fault) when (fault is DbException { IsTransient: true } or TimeoutException)
        {
            LogAway(fault);
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it is, requests that come later are written.
            LogRefused(fault, _batch.Count);
            instruments.Dropped(_batch.Count, RequestLogInstruments.Refused);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Requests could not be logged, since PostgreSQL does not answer; they are held for the next try")]
    private partial void LogAway(Exception fault);

    [LoggerMessage(LogLevel.Error, "{Count} requests could not be logged and are not")]
    private partial void LogRefused(Exception fault, int count);
}
