namespace RelayKit.Recordings;

/// <summary>One address that a stream goes to.</summary>
/// <param name="Url">The address without its key.</param>
/// <param name="Status"><c>active</c>, <c>finished</c> or <c>failed</c>; <c>starting</c> until LiveKit has told of it.</param>
/// <param name="Error">LiveKit's text of what went wrong; null when nothing did.</param>
/// <param name="Retries">How often the connection was made anew.</param>
/// <param name="StartedAtMs">When it began, Unix milliseconds; null before.</param>
/// <param name="EndedAtMs">When it ended; null before.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.StreamOutput")]
public sealed record StreamOutput(
    [property: Id(0)] string Url,
    [property: Id(1)] string Status,
    [property: Id(2)] string? Error,
    [property: Id(3)] int Retries,
    [property: Id(4)] long? StartedAtMs,
    [property: Id(5)] long? EndedAtMs);
