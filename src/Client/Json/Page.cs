namespace RelayKit.Client;

/// <summary>A page of a list, as the API sends it.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal sealed record Page<T> : IPage<T>
{
    public IReadOnlyList<T> Data { get; init; } = [];

    public string? NextCursor { get; init; }
}
