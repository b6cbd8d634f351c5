using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>
/// Decides what each webhook meets. What chance decides follows from the seed, the room and how many webhooks the room had since the
/// seed was set, and from nothing else: the same story meets the same faults, however many rooms tell theirs at once.
/// </summary>
internal sealed class FaultPlanner
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _ordinals = new(StringComparer.Ordinal);
    private Dictionary<WebhookFault, FaultChance> _chances = [];
    private List<FaultScript> _scripts = [];
    private long _seed;

    /// <summary>Sets chances in place of those before. Scripts stay.</summary>
    public void Set(long seed, IReadOnlyDictionary<WebhookFault, FaultChance> chances)
    {
        lock (_gate)
        {
            (_seed, _chances) = (seed, chances.ToDictionary());
            _ordinals.Clear();
        }
    }

    public void Add(FaultScript script)
    {
        lock (_gate)
        {
            _scripts.Add(script);
        }
    }

    /// <summary>No faults from now on; what is queued already meets what was decided.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _scripts = [];
            Set(0, new Dictionary<WebhookFault, FaultChance>());
        }
    }

    public (long Seed, IReadOnlyDictionary<WebhookFault, FaultChance> Chances, IReadOnlyList<FaultScript> Scripts) Read()
    {
        lock (_gate)
        {
            return (_seed, _chances, [.. _scripts]);
        }
    }

    /// <summary>The plan of a room's next webhook: all scripts that mean it, else chance.</summary>
    public FaultPlan Plan(string room, string name)
    {
        lock (_gate)
        {
            if (_scripts.Count == 0 && _chances.Count == 0)
            {
                return FaultPlan.None;
            }

            var ordinal = _ordinals[room] = _ordinals.GetValueOrDefault(room) + 1;
            var meant = _scripts.Where(script => script.Means(room, name)).ToList();
            _scripts = [.. _scripts
                .Select(script => script.Means(room, name) ? script with { Remaining = script.Remaining - 1 } : script)
                .Where(script => script.Remaining > 0)];
            return meant.Count > 0
                ? new FaultPlan(meant.DistinctBy(script => script.Fault).Select(script => KeyValuePair.Create(script.Fault, script.WaitMs)))
                : new FaultPlan(Draw(room, ordinal));
        }
    }

    /// <summary>Every fault draws, whatever its chance, so that one chance's change leaves the others' draws alone.</summary>
    private List<KeyValuePair<WebhookFault, int>> Draw(string room, long ordinal)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed}:{ordinal}:{room}"));
        var random = new Random(BinaryPrimitives.ReadInt32LittleEndian(hash));
        var drawn = new List<KeyValuePair<WebhookFault, int>>();
        foreach (var fault in FaultNames.All)
        {
            var (throwing, share) = (random.NextDouble(), random.NextDouble());
            if (_chances.TryGetValue(fault, out var chance) && throwing < chance.Probability)
            {
                drawn.Add(KeyValuePair.Create(fault, (int)Math.Ceiling(share * chance.UpToMs)));
            }
        }

        return drawn;
    }
}
