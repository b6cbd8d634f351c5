namespace RelayKit.Api.Requests;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Data">The items.</param>
/// <param name="NextCursor">To be given as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);
