namespace RelayKit.Client;

/// <summary>A name as a part of a path.</summary>
internal static class PathSegment
{
    /// <summary>
    /// The name, escaped. <c>.</c> and <c>..</c> cannot be addressed: every URL parser takes them for the way up, escaped or not, and so a call about an
    /// identity that somebody chose to be <c>..</c> would be one about the room.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, <c>.</c> or <c>..</c>.</exception>
    public static string Of(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        return name is "." or ".." ? throw new ArgumentException("can be neither . nor .., which mean something else in a path", parameter) : Uri.EscapeDataString(name);
    }
}
