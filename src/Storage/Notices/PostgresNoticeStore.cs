using System.Collections.Immutable;
using Npgsql;
using RelayKit.Notices;

namespace RelayKit.Storage.Notices;

/// <summary>Notices are the operator's and no tenant's, and so only of the role that works across tenants.</summary>
internal sealed class PostgresNoticeStore(PostgresDataSources sources) : INoticeStore
{
    internal const string Columns = "notice_id, kind, subject, body, effective_at, created_at, sent, finished_at";

    private const string Insert =
        """
        insert into notices (notice_id, kind, subject, body, effective_at, created_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (notice_id) do nothing
        """;

    private const string SelectOne = $"select {Columns} from notices where notice_id = $1";

    private const string SelectPage = $"select {Columns} from notices where $1::uuid is null or notice_id < $1 order by notice_id desc limit $2";

    public async Task<Notice> AddAsync(Notice notice, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Insert);
        command.Parameters.AddWithValue(notice.Id);
        command.Parameters.AddWithValue(notice.Kind);
        command.Parameters.AddWithValue(notice.Subject);
        command.Parameters.AddWithValue(notice.Text);
        command.Parameters.AddWithValue(notice.EffectiveAt);
        command.Parameters.AddWithValue(notice.CreatedAt);
        await command.ExecuteNonQueryAsync(cancellation);
        return await FindAsync(notice.Id, cancellation) ?? notice;
    }

    public async Task<Notice?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectOne);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader, 0) : null;
    }

    public async Task<ImmutableArray<Notice>> ListAsync(int limit, Guid? before, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectPage);
        command.Parameters.AddNullable(before);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<Notice>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(Read(reader, 0));
        }

        return found.DrainToImmutable();
    }

    /// <summary>Reads the columns of <see cref="Columns"/>, of which the first stands at an ordinal.</summary>
    internal static Notice Read(NpgsqlDataReader reader, int first) => new()
    {
        Id = reader.GetGuid(first),
        Kind = reader.GetString(first + 1),
        Subject = reader.GetString(first + 2),
        Text = reader.GetString(first + 3),
        EffectiveAt = reader.GetFieldValue<DateTimeOffset>(first + 4),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 5),
        Sent = reader.GetInt64(first + 6),
        FinishedAt = reader.GetNullable<DateTimeOffset>(first + 7),
    };
}
