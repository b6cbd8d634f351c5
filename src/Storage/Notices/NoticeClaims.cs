using Npgsql;
using RelayKit.Notices;
using RelayKit.Outbox;
using RelayKit.Storage.Mail;

namespace RelayKit.Storage.Notices;

/// <summary>Who sends which notice, and how far it is: a claim of a process holds as long as it is renewed.</summary>
internal sealed class NoticeClaims(PostgresDataSources sources)
{
    /// <summary>How long a claim holds that nobody renews; longer than a page takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string Claim =
        $"""
        with next as (
            select notice_id as id from notices where finished_at is null and (lease_until is null or lease_until < $1)
            order by created_at limit 1 for update skip locked
        )
        update notices n set claim_id = $2, lease_until = $3 from next where n.notice_id = next.id
        returning n.sent_up_to, {PostgresNoticeStore.Columns}
        """;

    private const string MoveOn =
        """
        update notices set sent_up_to = $3, sent = sent + $4, lease_until = $5, finished_at = $6
        where notice_id = $1 and claim_id = $2 and finished_at is null
        """;

    /// <summary>Takes a notice that is to be sent, with the last account that it was sent to; null when there is none.</summary>
    public async Task<ClaimedNotice?> TakeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var claim = Guid.NewGuid();
        await using var command = sources.Jobs.CreateCommand(Claim);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(claim);
        command.Parameters.AddWithValue(now + Lease);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new ClaimedNotice(PostgresNoticeStore.Read(reader, 1), claim, reader.GetNullable<Guid>(0) ?? Guid.Empty)
            : null;
    }

    /// <summary>
    /// Says how far it is, and puts the mails to those up to there into the outbox: both or neither, so that everybody gets one, wherever a process dies. False when
    /// another has taken the notice over.
    /// </summary>
    /// <param name="notice">The notice.</param>
    /// <param name="upTo">The last account that it was sent to.</param>
    /// <param name="mails">The mails to those since this was said last.</param>
    /// <param name="finishedAt">When that was all; null when there may be more.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> MoveOnAsync(
        ClaimedNotice notice, Guid upTo, IReadOnlyCollection<OutboxMessage> mails, DateTimeOffset? finishedAt, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(MoveOn, connection, transaction);
        command.Parameters.AddWithValue(notice.Notice.Id);
        command.Parameters.AddWithValue(notice.Claim);
        command.Parameters.AddWithValue(upTo);
        command.Parameters.AddWithValue((long)mails.Count);
        command.Parameters.AddWithValue(now + Lease);
        command.Parameters.AddNullable(finishedAt);
        if (await command.ExecuteNonQueryAsync(cancellation) == 0)
        {
            return false;
        }

        await MailRows.AddAsync(connection, transaction, mails, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}

/// <summary>A notice that this process sends.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Claim">By which it holds it.</param>
/// <param name="UpTo">The last account that it was sent to; the empty UUID for none.</param>
internal sealed record ClaimedNotice(Notice Notice, Guid Claim, Guid UpTo);
