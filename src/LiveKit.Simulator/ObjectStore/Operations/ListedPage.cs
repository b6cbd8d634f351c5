using RelayKit.LiveKit.Simulator.ObjectStore.Objects;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>One page of a list.</summary>
/// <param name="Objects">The objects on it.</param>
/// <param name="Prefixes">What keys have in common up to the delimiter; each counts as one.</param>
/// <param name="Next">What the next page comes after; null when there is none.</param>
internal sealed record ListedPage(IReadOnlyList<StoredEntry> Objects, IReadOnlyList<string> Prefixes, string? Next)
{
    public int Count => Objects.Count + Prefixes.Count;

    /// <summary>Takes a page of what is in order.</summary>
    public static ListedPage Of(IEnumerable<StoredEntry> entries, string prefix, string delimiter, string after, int most)
    {
        var objects = new List<StoredEntry>();
        var prefixes = new List<string>();
        var last = after;
        foreach (var entry in entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var common = CommonPrefix(entry.Key, prefix, delimiter);
            var name = common ?? entry.Key;
            if (string.CompareOrdinal(name, after) <= 0 || prefixes.Count > 0 && prefixes[^1] == common)
            {
                continue;
            }

            if (objects.Count + prefixes.Count == most)
            {
                return new ListedPage(objects, prefixes, most == 0 ? null : last);
            }

            last = name;
            if (common is null)
            {
                objects.Add(entry);
            }
            else
            {
                prefixes.Add(common);
            }
        }

        return new ListedPage(objects, prefixes, null);
    }

    private static string? CommonPrefix(string key, string prefix, string delimiter)
    {
        var at = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }
}
