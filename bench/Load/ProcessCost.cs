using System.Diagnostics;
using System.Globalization;

namespace RelayKit.Bench.Load;

/// <summary>Processor time that processes have taken, from <c>/proc</c>.</summary>
internal static class ProcessCost
{
    private const double TicksPerSecond = 100;

    /// <summary>Processor seconds of one process so far.</summary>
    public static double Seconds(int pid) => Fields($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat") is { } fields
        ? (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0;

    /// <summary>Processor seconds of all PostgreSQL processes of this machine so far; those that have ended are not in it.</summary>
    public static double PostgresSeconds() => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0 && IsPostgres(pid))
        .Sum(Seconds);

    /// <summary>Resident memory of a process in MiB.</summary>
    public static double ResidentMiB(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64 / 1048576.0;
    }

    private static bool IsPostgres(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/comm").StartsWith("postgres", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[]? Fields(string file)
    {
        try
        {
            var stat = File.ReadAllText(file);
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
