namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>The last looks, oldest first; as many as fit. Guarded by the cluster's lock.</summary>
internal sealed class LookBook(int maxLooks = LookBook.MaxLooks, int maxRooms = LookBook.MaxRooms)
{
    /// <summary>How many looks are remembered.</summary>
    public const int MaxLooks = 10_000;

    /// <summary>How many rooms in all those looks.</summary>
    public const int MaxRooms = 200_000;

    private readonly Queue<Look> _looks = new();
    private int _rooms;

    /// <summary>How many looks there were.</summary>
    public long Count { get; private set; }

    public long Forgotten => Count - _looks.Count;

    public IReadOnlyCollection<Look> Looks => _looks;

    public void Add(Look look, long answeredWallMs)
    {
        look.Answer(Count++, answeredWallMs);
        _looks.Enqueue(look);
        _rooms += look.Rooms.Count;
        while (_looks.Count > maxLooks || (_rooms > maxRooms && _looks.Count > 1))
        {
            _rooms -= _looks.Dequeue().Rooms.Count;
        }
    }

    public void Clear()
    {
        _looks.Clear();
        (_rooms, Count) = (0, 0);
    }
}
