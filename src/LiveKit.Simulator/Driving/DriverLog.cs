using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>One act as it was played.</summary>
/// <param name="Number">From 1.</param>
/// <param name="WallMs">When, true Unix milliseconds.</param>
/// <param name="Act">What.</param>
/// <param name="Room">Where; null for a whole node.</param>
/// <param name="Who">The identity, or the node; null where it is nobody in particular.</param>
/// <param name="Missed">Somebody else had changed what it was about, a moment before.</param>
internal sealed record PlayedAct(long Number, long WallMs, DriverAct Act, string? Room, string? Who, bool Missed);

/// <summary>What a driver has played: counts, the last acts, and a digest of all of them, to compare two runs by.</summary>
internal sealed class DriverLog
{
    private const int Kept = 200;

    private readonly Dictionary<DriverAct, long> _counts = [];
    private readonly Queue<PlayedAct> _last = new();
    private byte[] _digest = [];

    public long Count { get; private set; }

    public long Missed { get; private set; }

    public IReadOnlyDictionary<DriverAct, long> Counts => _counts;

    public IReadOnlyCollection<PlayedAct> Last => _last;

    /// <summary>SHA-256 over what was played in its order, times left out; hexadecimal.</summary>
    public string Digest => Convert.ToHexStringLower(_digest);

    public void Add(long wallMs, DriverAct act, string? room, string? who, bool missed)
    {
        Count++;
        Missed += missed ? 1 : 0;
        _counts[act] = _counts.GetValueOrDefault(act) + 1;
        _digest = SHA256.HashData([.. _digest, .. Encoding.UTF8.GetBytes($"{act}\n{room}\n{who}\n{missed}\n")]);
        _last.Enqueue(new PlayedAct(Count, wallMs, act, room, who, missed));
        if (_last.Count > Kept)
        {
            _last.Dequeue();
        }
    }
}
