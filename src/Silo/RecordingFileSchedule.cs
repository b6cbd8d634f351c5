using Microsoft.Extensions.Options;
using RelayKit.Recordings;

namespace RelayKit.Silo;

/// <summary>The beat at which files of recordings are looked for and moved. Every silo keeps it; each file is one silo's at a time.</summary>
internal sealed partial class RecordingFileSchedule(
    RecordingFiles files, IOptions<RecordingOptions> options, TimeProvider time, ILogger<RecordingFileSchedule> logger)
    : PeriodicWork(options.Value.FilePeriod, time)
{
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await files.RunAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // The database is away; the next beat tries again.
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Files of recordings could not be looked for")]
    private partial void LogFailed(Exception fault);
}
