using System.Runtime.InteropServices;

namespace RelayKit.Api.Accounts.Passwords;

/// <summary>
/// Lets a thread work only where nobody else wants the processor. .NET's own thread priorities have no effect on Linux, where niceness
/// belongs to the single thread.
/// </summary>
internal static partial class ThreadNiceness
{
    private const int OfProcessOrThread = 0;
    private const int ThisThread = 0;
    private const int Nicest = 19;

    /// <summary>The calling thread gives way to all others. Where that cannot be said, it works like any other.</summary>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfProcessOrThread, ThisThread, Nicest);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);
}
