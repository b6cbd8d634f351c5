namespace RelayKit.Client;

/// <summary>An error answer (RFC 9457), as far as the client goes by it.</summary>
internal sealed record ProblemDocument
{
    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyList<ProblemField>? Errors { get; init; }

    public ReachedLimit? Limit { get; init; }
}
