using System.Globalization;

namespace RelayKit.Cli.Processes;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c>.</summary>
/// <param name="Fields">The fields after the command's name, which may hold spaces; the state is number 0.</param>
internal readonly record struct ProcessStat(IReadOnlyList<string> Fields)
{
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartField = 19;

    /// <summary>Whether it runs: a zombie has ended, and only waits to be reaped.</summary>
    public bool Runs => Fields[StateField] is not ("Z" or "X");

    /// <summary>Its parent's pid.</summary>
    public int Parent => int.Parse(Fields[ParentField], CultureInfo.InvariantCulture);

    /// <summary>When it started, in ticks since the machine did: with the pid it names the process for good, as a pid alone does not.</summary>
    public string Start => Fields[StartField];

    /// <summary>Of a process; null when there is none.</summary>
    public static ProcessStat? Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return new ProcessStat(stat[(stat.LastIndexOf(')') + 2)..].Split(' '));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The processes that a process has started and that are still there.</summary>
    public static IEnumerable<(int Pid, ProcessStat Stat)> ChildrenOf(int parent)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Of(pid) is { } stat && stat.Parent == parent)
            {
                yield return (pid, stat);
            }
        }
    }
}
