namespace RelayKit.Cli.Chaos.Judging;

/// <summary>
/// A look at LiveKit that RelayKit has answered with success, every room of it: whoever was there from its beginning to its end was seen.
/// </summary>
/// <param name="BeganMs">When it was asked for, Unix milliseconds by the true clock.</param>
/// <param name="EndedMs">When it was answered, by the same clock.</param>
/// <param name="ListedAtMs">When LiveKit listed its rooms, as RelayKit says.</param>
internal sealed record WholeLook(long BeganMs, long EndedMs, long ListedAtMs);
