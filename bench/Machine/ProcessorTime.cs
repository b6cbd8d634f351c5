using System.Globalization;

namespace RelayKit.Bench.Machine;

/// <summary>Processor time that processes have taken, in seconds, from Linux's <c>/proc</c>.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;
    private const int ChildUserField = 13;
    private const int ChildSystemField = 14;

    /// <summary>Of one process so far; 0 when it is gone.</summary>
    public static double OfProcess(int pid) => Fields(pid) is { } fields ? Sum(fields, UserField, SystemField) : 0;

    /// <summary>Of a process and its children so far, those that have ended and been waited for included.</summary>
    public static double OfFamily(int parent)
    {
        var total = Fields(parent) is { } own ? Sum(own, UserField, SystemField, ChildUserField, ChildSystemField) : 0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Fields(pid) is { } fields && int.Parse(fields[ParentField], CultureInfo.InvariantCulture) == parent)
            {
                total += Sum(fields, UserField, SystemField);
            }
        }

        return total;
    }

    /// <summary>The parent of a process; null when it is not of this machine.</summary>
    public static int? ParentOf(int pid) => Fields(pid) is { } fields ? int.Parse(fields[ParentField], CultureInfo.InvariantCulture) : null;

    /// <summary>All that the machine's cores have worked so far, and what was stolen from them.</summary>
    public static double OfMachine()
    {
        // cpu user nice system idle iowait irq softirq steal …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / TicksPerSecond;
    }

    private static double Sum(string[] fields, params ReadOnlySpan<int> which)
    {
        var ticks = 0L;
        foreach (var field in which)
        {
            ticks += long.Parse(fields[field], CultureInfo.InvariantCulture);
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>The fields after the command's name, which may hold spaces; the state is number 0.</summary>
    private static string[]? Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
