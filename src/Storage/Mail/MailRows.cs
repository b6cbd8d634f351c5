using Npgsql;
using RelayKit.Outbox;
using RelayKit.Storage.Outbox;

namespace RelayKit.Storage.Mail;

/// <summary>Mails beside the rows that are their cause, in one transaction with them.</summary>
internal static class MailRows
{
    /// <summary>Adds mails to a transaction.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<OutboxMessage> mails, CancellationToken cancellation)
    {
        if (mails.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            OutboxSql.Add(batch, mails);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }
}
