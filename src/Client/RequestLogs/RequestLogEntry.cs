namespace RelayKit.Client;

/// <summary>A request that the tenant made. What a route's parameters were, queries, bodies and credentials are not kept of it.</summary>
public sealed record RequestLogEntry
{
    /// <summary><c>req_…</c>, as <c>Request-Id</c> had it, and <see cref="RelayKitException.RequestId"/> of a refusal.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>live</c> or <c>test</c>.</summary>
    public Mode Mode { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The route's template, such as <c>/v1/rooms/{room}</c>.</summary>
    public string Route { get; init; } = "";

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; init; }

    /// <summary>The code of the problem that it was answered with, one of <see cref="ErrorCodes"/>; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The API key that it came with: <c>key_…</c>; null for none.</summary>
    public string? KeyId { get; init; }

    /// <summary>The account that it came from: <c>acc_…</c>; null for none.</summary>
    public string? AccountId { get; init; }

    /// <summary>The address that it came from; null where that is not known.</summary>
    public string? Ip { get; init; }

    /// <summary>What the caller's program called itself, at most 256 characters of it; null where it did not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Milliseconds until it was answered, to the microsecond; of a stream, as long as it was open.</summary>
    public double DurationMs { get; init; }

    /// <summary>The length of its body by its header; null where none told it.</summary>
    public long? RequestBytes { get; init; }
}
