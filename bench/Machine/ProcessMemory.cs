using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;

namespace RelayKit.Bench.Machine;

/// <summary>Memory of a .NET process.</summary>
internal static class ProcessMemory
{
    private const long GcHeapCollect = 0x800000;
    private const int Collections = 3;

    /// <summary>Resident bytes now.</summary>
    public static long Resident(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    /// <summary>
    /// Resident bytes after full collections, asked for over the runtime's diagnostic port; several, since the first ones only
    /// mark what may be given back to the machine.
    /// </summary>
    public static async Task<long> ResidentAfterCollectionAsync(int pid, CancellationToken cancellation)
    {
        for (var i = 0; i < Collections; i++)
        {
            await CollectAsync(pid, cancellation);
        }

        return Resident(pid);
    }

    private static async Task CollectAsync(int pid, CancellationToken cancellation)
    {
        // Whoever listens for heap collections causes one by listening.
        var provider = new EventPipeProvider(
            "Microsoft-Windows-DotNETRuntime", System.Diagnostics.Tracing.EventLevel.Informational, GcHeapCollect);
        using var session = await new DiagnosticsClient(pid).StartEventPipeSessionAsync([provider], requestRundown: false, token: cancellation);
        var drained = session.EventStream.CopyToAsync(Stream.Null, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        await session.StopAsync(cancellation);
        await drained;
    }
}
