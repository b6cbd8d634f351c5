namespace RelayKit.Usage.Series;

/// <summary>
/// The order of groups: by code point, which is that of their UTF-8 and so PostgreSQL's <c>collate "C"</c>. An ordinal comparison of UTF-16 differs from it
/// where a surrogate meets one of the last characters before them.
/// </summary>
public sealed class GroupOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static readonly GroupOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        var at = left.AsSpan().CommonPrefixLength(right);
        return at == left.Length || at == right.Length ? left.Length.CompareTo(right.Length) : RankOf(left[at]).CompareTo(RankOf(right[at]));
    }

    /// <summary>Surrogates, of which all code points above U+FFFF are made, go behind all others.</summary>
    private static int RankOf(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
