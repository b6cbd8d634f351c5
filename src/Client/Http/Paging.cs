using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Client;

/// <summary>Reads a list page by page, each only when somebody wants its items.</summary>
internal static class Paging
{
    /// <summary>All items of a list.</summary>
    /// <param name="transport">Makes the calls.</param>
    /// <param name="call">The call of a page, given the cursor; null for the first.</param>
    /// <param name="type">The shape of a page.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async IAsyncEnumerable<TItem> AllAsync<TPage, TItem>(
        this Transport transport, Func<string?, ApiCall> call, JsonTypeInfo<TPage> type, [EnumeratorCancellation] CancellationToken cancellation)
        where TPage : class, IPage<TItem>
    {
        string? cursor = null;
        do
        {
            var page = await transport.SendAsync(call(cursor), type, cancellation).ConfigureAwait(false);
            foreach (var item in page.Data)
            {
                yield return item;
            }

            if (page.NextCursor is not null && page.NextCursor == cursor)
            {
                throw new RelayKitException(call(cursor).Operation, ErrorCodes.UnexpectedAnswer, "The list does not go on: its next page is the one that was asked for.");
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
