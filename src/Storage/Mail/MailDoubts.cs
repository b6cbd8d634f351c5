namespace RelayKit.Storage.Mail;

/// <summary>
/// Since when it may be that a mail was sent without anybody knowing. A transport takes a mail that is sent again for the same one, but only for as long as it
/// remembers; what is older is for somebody to look at, and never sent blindly.
/// </summary>
internal sealed class MailDoubts(PostgresDataSources sources, TimeProvider time)
{
    private const string Begin = "update outbox set unsure_since = coalesce(unsure_since, $2) where message_id = $1 returning unsure_since";

    private const string End = "update outbox set unsure_since = null where message_id = $1";

    /// <summary>Writes down that a mail is about to be sent, before it is.</summary>
    /// <param name="message">The outbox's message.</param>
    /// <param name="memory">For how long the transport remembers; null for ever. One that remembers for ever, or nothing at all, needs no account of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// Null where it may be sent; else since when it is in doubt, which is longer than the transport remembers. The doubt is over then: whoever replays it has looked.
    /// </returns>
    public async Task<DateTimeOffset?> BeginAsync(Guid message, TimeSpan? memory, CancellationToken cancellation)
    {
        if (!IsKept(memory))
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var command = sources.Jobs.CreateCommand(Begin);
        command.Parameters.AddWithValue(message);
        command.Parameters.AddWithValue(now);
        DateTimeOffset? since;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            since = await reader.ReadAsync(cancellation) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
        }

        if (since is null || now - since <= memory)
        {
            return null;
        }

        await EndAsync(message, memory, cancellation);
        return since;
    }

    /// <summary>Writes down that a mail was not sent.</summary>
    public async Task EndAsync(Guid message, TimeSpan? memory, CancellationToken cancellation)
    {
        if (IsKept(memory))
        {
            await using var command = sources.Jobs.CreateCommand(End);
            command.Parameters.AddWithValue(message);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static bool IsKept(TimeSpan? memory) => memory > TimeSpan.Zero;
}
