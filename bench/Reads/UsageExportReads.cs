using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using RelayKit.Bench.Machine;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Reads;

/// <summary>An export of the month before this one, read as fast as it comes: rows a second, and what the silo's memory does meanwhile.</summary>
internal static class UsageExportReads
{
    private const int BufferBytes = 256 * 1024;
    private const double MiB = 1024 * 1024;

    public static async Task MeasureAsync(BenchStack stack, string key, BenchReport report, CancellationToken cancellation)
    {
        var silo = stack.Silo(0).Pid;
        using var http = new HttpClient { BaseAddress = stack.Settings.ApiUrl(0), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var now = TimeProvider.System.GetUtcNow();
        var to = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var format in new[] { "csv", "ndjson" })
        {
            var (before, most) = (ProcessMemory.Resident(silo), 0L);
            var clock = Stopwatch.StartNew();
            using var answer = await http.GetAsync(
                new Uri($"v1/usage/export?format={format}&from={Instant(to.AddMonths(-1))}&to={Instant(to)}", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                cancellation);
            answer.EnsureSuccessStatusCode();
            var first = clock.Elapsed;
            var (rows, bytes) = (0L, 0L);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[BufferBytes];
            for (var read = await body.ReadAsync(buffer, cancellation); read > 0; read = await body.ReadAsync(buffer, cancellation))
            {
                rows += buffer.AsSpan(0, read).Count((byte)'\n');
                bytes += read;
                most = Math.Max(most, ProcessMemory.Resident(silo));
            }

            report.Note(FormattableString.Invariant(
                $"Export, {format}: {rows} rows, {bytes / MiB:0} MiB, at {rows / clock.Elapsed.TotalSeconds:0} rows/s; the first byte after {first.TotalSeconds:0.00} s; the silo's memory {before / MiB:0} MiB before and {most / MiB:0} MiB at most."));
            report.Figures[$"usage_export_{format}_rows_per_s"] = rows / clock.Elapsed.TotalSeconds;
            report.Figures[$"usage_export_{format}_memory_mib"] = (most - before) / MiB;
        }
    }

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
