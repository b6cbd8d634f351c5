using System.Globalization;
using RelayKit.Cli.Processes;

namespace RelayKit.Bench.Machine;

/// <summary>Processor time that processes have taken, in seconds, from Linux's <c>/proc</c>.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;
    private const int UserField = 11;
    private const int SystemField = 12;
    private const int ChildUserField = 13;
    private const int ChildSystemField = 14;

    /// <summary>Of one process so far; 0 when it is gone.</summary>
    public static double OfProcess(int pid) => ProcessStat.Of(pid) is { } stat ? Sum(stat, UserField, SystemField) : 0;

    /// <summary>Of a process and its children so far, those that have ended and been waited for included.</summary>
    public static double OfFamily(int parent) =>
        (ProcessStat.Of(parent) is { } own ? Sum(own, UserField, SystemField, ChildUserField, ChildSystemField) : 0)
        + ProcessStat.ChildrenOf(parent).Sum(child => Sum(child.Stat, UserField, SystemField));

    /// <summary>All that the machine's cores have worked so far, and what was stolen from them.</summary>
    public static double OfMachine()
    {
        // cpu user nice system idle iowait irq softirq steal …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond;
    }

    private static double Sum(ProcessStat stat, params ReadOnlySpan<int> which)
    {
        var ticks = 0L;
        foreach (var field in which)
        {
            ticks += long.Parse(stat.Fields[field], CultureInfo.InvariantCulture);
        }

        return ticks / TicksPerSecond;
    }
}
