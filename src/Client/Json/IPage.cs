namespace RelayKit.Client;

/// <summary>What every page of a list has.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal interface IPage<T>
{
    IReadOnlyList<T> Data { get; }

    /// <summary>Where the next page begins; null on the last.</summary>
    string? NextCursor { get; }
}
