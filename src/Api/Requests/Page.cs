using RelayKit.Identifiers;

namespace RelayKit.Api.Requests;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Data">The items.</param>
/// <param name="NextCursor">To be given as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

/// <summary>Makes pages.</summary>
internal static class Page
{
    /// <summary>A page of a list that goes by ids.</summary>
    /// <param name="found">What was found when one more than the page has room for was asked for: so the last page knows that it is.</param>
    /// <param name="limit">What the page has room for.</param>
    /// <param name="prefix">The prefix of the ids.</param>
    /// <param name="idOf">An item's id.</param>
    /// <param name="toResponse">An item as it is answered.</param>
    public static Page<TResponse> OfOneMore<T, TResponse>(
        IReadOnlyList<T> found, int limit, string prefix, Func<T, Guid> idOf, Func<T, TResponse> toResponse) => new(
            [.. found.Take(limit).Select(toResponse)], found.Count > limit ? PublicId.Format(prefix, idOf(found[limit - 1])) : null);
}
