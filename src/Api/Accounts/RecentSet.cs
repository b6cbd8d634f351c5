namespace RelayKit.Api.Accounts;

/// <summary>Remembers what was added, the newest of it. Safe to use from many threads at once.</summary>
/// <param name="capacity">How many are remembered.</param>
internal sealed class RecentSet<T>(int capacity)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<T, LinkedListNode<T>> _nodes = [];
    private readonly LinkedList<T> _newestFirst = new();

    public bool Contains(T item)
    {
        lock (_gate)
        {
            return _nodes.ContainsKey(item);
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_nodes.TryGetValue(item, out var node))
            {
                _newestFirst.Remove(node);
            }
            else if (_nodes.Count >= capacity)
            {
                _nodes.Remove(_newestFirst.Last!.Value);
                _newestFirst.RemoveLast();
            }

            _nodes[item] = _newestFirst.AddFirst(item);
        }
    }
}
