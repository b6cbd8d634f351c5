namespace RelayKit.Labels;

/// <summary>
/// The sets of labels of one session's participants, by a number: thousands of participants have a few sets between them, and a number is nothing
/// that the collector has to look at. Number 0 is the empty set.
/// </summary>
internal sealed class LabelNumbers
{
    private List<LabelSet>? _sets;
    private Dictionary<LabelSet, int>? _numbers;

    /// <summary>The set of a number.</summary>
    public LabelSet this[int number] => number == 0 ? LabelSet.Empty : _sets![number - 1];

    /// <summary>The number of a set; a new one for a set that has none yet.</summary>
    public int Of(LabelSet labels)
    {
        if (labels.IsEmpty)
        {
            return 0;
        }

        _sets ??= new(1);
        if (_sets.Count > 0 && ReferenceEquals(_sets[^1], labels))
        {
            return _sets.Count;
        }

        if (!(_numbers ??= []).TryGetValue(labels, out var number))
        {
            _sets.Add(labels);
            _numbers[labels] = number = _sets.Count;
        }

        return number;
    }
}
