using System.Globalization;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>What the kernel says that a process has used (proc(5)).</summary>
/// <param name="MemoryBytes">Resident now.</param>
/// <param name="PeakBytes">The most that was resident since the start, or since the peak was forgotten.</param>
/// <param name="WrittenBytes">Handed to write(2) and its kind: files and pipes, not what is sent over sockets.</param>
/// <param name="DiskBytes">Made dirty in files, however that was done; mapped files too.</param>
public sealed record ProcessUse(long MemoryBytes, long PeakBytes, long WrittenBytes, long DiskBytes)
{
    public static ProcessUse Of(int pid)
    {
        var (status, io) = (Read(pid, "status"), Read(pid, "io"));
        return new ProcessUse(status["VmRSS"] * 1024, status["VmHWM"] * 1024, io["wchar"], io["write_bytes"]);
    }

    /// <summary>From here on the peak is a new one.</summary>
    public static void ForgetPeak(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", "5");

    /// <summary>Lines of <c>name: number</c>, some with a unit behind; others are left out.</summary>
    private static Dictionary<string, long> Read(int pid, string file) => File.ReadLines($"/proc/{pid}/{file}")
        .Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Select(static parts => (Name: parts[0], IsNumber: long.TryParse(parts[1].Split(' ')[0], CultureInfo.InvariantCulture, out var number), Number: number))
        .Where(static line => line.IsNumber)
        .ToDictionary(static line => line.Name, static line => line.Number);
}
