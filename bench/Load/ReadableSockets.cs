using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RelayKit.Bench.Load;

/// <summary>
/// Which of many sockets have something to read: Linux's epoll(7), level-triggered, asked by one thread. What the framework offers
/// besides either hands each answer from thread to thread or looks at every socket each time.
/// </summary>
internal sealed partial class ReadableSockets : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int Interrupted = 4;
    private const int MostAtOnce = 256;

    /// <summary>struct epoll_event: 32 bits of events, then 64 bits of the caller's own. Packed on x86-64, and nowhere else.</summary>
    private static readonly int NumberAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly byte[] _events = new byte[MostAtOnce * (NumberAt + 8)];
    private readonly int _epoll;

    public ReadableSockets() => _epoll = Checked(epoll_create1(CloseOnExec));

    /// <summary>Watches a socket until it is closed.</summary>
    /// <param name="socket">An open socket that is not watched yet.</param>
    /// <param name="number">What <see cref="Wait"/> calls it.</param>
    public void Watch(Socket socket, int number)
    {
        var interest = _events.AsSpan(0, NumberAt + 8);
        BinaryPrimitives.WriteUInt32LittleEndian(interest, Readable);
        BinaryPrimitives.WriteInt64LittleEndian(interest[NumberAt..], number);
        _ = Checked(epoll_ctl(_epoll, Add, (int)socket.Handle, ref interest[0]));
    }

    /// <summary>The sockets that have something to read, or are at their end; of very many, some.</summary>
    /// <param name="milliseconds">Waits for the first as long; 0 does not wait.</param>
    /// <param name="numbers">Cleared, then filled.</param>
    public void Wait(int milliseconds, List<int> numbers)
    {
        numbers.Clear();
        var count = epoll_wait(_epoll, ref _events[0], MostAtOnce, milliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw new Win32Exception();
        }

        for (var i = 0; i < count; i++)
        {
            numbers.Add((int)BinaryPrimitives.ReadInt64LittleEndian(_events.AsSpan((i * (NumberAt + 8)) + NumberAt)));
        }
    }

    public void Dispose() => _ = close(_epoll);

    private static int Checked(int result) => result < 0 ? throw new Win32Exception() : result;

#pragma warning disable IDE1006, SA1300 // Named as in C.
    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, ref byte interest);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int epoll_wait(int epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
#pragma warning restore IDE1006, SA1300
}
