namespace RelayKit.ObjectStorage;

/// <summary>
/// The key of an object below one bucket's prefix. There is no way to make one that leads elsewhere: its steps are of letters, digits
/// and <c>! - _ . = @ + : ( ) ,</c> and spaces within, none is empty, <c>.</c> or <c>..</c>, and nothing in it is decoded by anybody.
/// </summary>
public readonly record struct ObjectKey
{
    /// <summary>The most bytes that S3 takes for a key.</summary>
    public const int MaxLength = 1024;

    private ObjectKey(string text) => Text = text;

    /// <summary>The whole key, prefix included.</summary>
    public string Text { get; }

    /// <summary>The last step: the file's name.</summary>
    public string FileName => Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>Puts a path below a prefix; false when the path could lead, or be read as leading, anywhere else.</summary>
    /// <param name="prefix">Empty, or ending in a slash.</param>
    /// <param name="path">What is below it, without a slash at its begin or end.</param>
    /// <param name="key">The key.</param>
    public static bool TryBelow(string prefix, string path, out ObjectKey key)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(path);
        key = default;
        if (prefix.Length > 0 && (prefix[^1] != '/' || !IsPath(prefix.AsSpan()[..^1])))
        {
            return false;
        }

        if (!IsPath(path) || prefix.Length + path.Length > MaxLength)
        {
            return false;
        }

        key = new ObjectKey(prefix + path);
        return true;
    }

    /// <summary>Whether steps may be used as they are: each plain, none empty or of dots alone.</summary>
    public static bool IsPath(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            if (!IsStep(path[range]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    private static bool IsStep(ReadOnlySpan<char> step)
    {
        if (step.IsEmpty || step.IndexOfAnyExcept('.', ' ') < 0 || step[0] == ' ' || step[^1] == ' ')
        {
            return false;
        }

        foreach (var letter in step)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"!-_.=@+:(), ".Contains(letter, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
