using System.IO.Pipelines;
using RelayKit.Usage.Export;

namespace RelayKit.Api.Usage.Export;

/// <summary>
/// Writes an export page by page: the next page is read when the one before it has gone to the client, so an export takes the memory of a page,
/// however long it is and however slow its reader.
/// </summary>
internal static class UsageExportWriter
{
    /// <summary>Sent when so much has been written: a page has some hundred kilobytes.</summary>
    private const long FlushBytes = 32 * 1024;

    /// <summary>Writes all pages, of which the first has been read if there is one.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or the token says so.</exception>
    public static async Task WriteAsync(
        PipeWriter output,
        UsageExportFormat format,
        UsageExportQuery query,
        IAsyncEnumerator<IReadOnlyList<ExportedParticipant>> pages,
        bool isThereOne,
        CancellationToken cancellation)
    {
        format.WriteHead(output);
        for (; isThereOne; isThereOne = await pages.MoveNextAsync())
        {
            foreach (var participant in pages.Current)
            {
                format.WriteRow(output, UsageExportRow.Of(query, participant));
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await FlushAsync(output, cancellation);
                }
            }

            await FlushAsync(output, cancellation);
        }

        await FlushAsync(output, cancellation);
    }

    private static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellation)
    {
        if ((await output.FlushAsync(cancellation)).IsCompleted)
        {
            throw new OperationCanceledException("Nobody reads the export any more.");
        }
    }
}
