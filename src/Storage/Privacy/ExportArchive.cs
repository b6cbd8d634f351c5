using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// Writes the archive of a tenant: a file of JSON lines for each table of the <see cref="DataMap"/>, a README, and a manifest with what each file
/// has. All of it is of one instant, since it is read in one transaction of its own, as the role that sees one tenant's rows only.
/// </summary>
internal sealed class ExportArchive(PostgresDataSources sources, TenantId tenant, ChunkBuffer archive)
{
    /// <summary>Rows are hashed and compressed by so many bytes at once.</summary>
    private const int BlockBytes = 64 * 1024;

    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly List<ExportedFile> _files = [];

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes it whole.</summary>
    /// <param name="counted">Is told how many rows there are to be, before the first is written.</param>
    /// <param name="handOn">Is called between rows, to take from the buffer what has gathered.</param>
    /// <param name="at">The instant that the archive is of.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAsync(Func<long, Task> counted, Func<Task> handOn, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await sources.App.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await EnterAsync(connection, cancellation);
        var tables = DataMap.Tables.Where(static table => table.NotExportedSince is null).ToList();
        await counted(await CountAsync(connection, tables, cancellation));
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var table in tables)
            {
                await WriteTableAsync(zip, connection, table, handOn, at, cancellation);
            }

            WriteText(zip, "README.txt", ExportReadme.Of(tables), at);
            WriteText(zip, "manifest.json", ExportManifest.Of(tenant, at, _files), at);
        }

        await handOn();
    }

    private async Task EnterAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("set transaction read only"), TenantScope.Enter(tenant.Value) } };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<long> CountAsync(NpgsqlConnection connection, IEnumerable<DataTable> tables, CancellationToken cancellation)
    {
        long rows = 0;
        foreach (var table in tables)
        {
            await using var command = CommandOf(connection, TenantRows.Count(table));
            rows += (long)(await command.ExecuteScalarAsync(cancellation))!;
        }

        return rows;
    }

    private async Task WriteTableAsync(
        ZipArchive zip, NpgsqlConnection connection, DataTable table, Func<Task> handOn, DateTimeOffset at, CancellationToken cancellation)
    {
        var entry = NewEntry(zip, $"{table.Name}.ndjson", at);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0, bytes = 0;
        await using (var file = entry.Open())
        {
            using var block = new MemoryStream(BlockBytes * 2);
            async Task PassOnAsync()
            {
                var written = block.GetBuffer().AsMemory(0, (int)block.Length);
                hash.AppendData(written.Span);
                await file.WriteAsync(written, cancellation);
                bytes += written.Length;
                block.SetLength(0);
                if (archive.IsFull)
                {
                    await handOn();
                }
            }

            await using var command = CommandOf(connection, TenantRows.SelectJson(table));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                block.Write(reader.GetFieldValue<byte[]>(0));
                block.Write(LineEnd);
                rows++;
                Rows++;
                if (block.Length >= BlockBytes)
                {
                    await PassOnAsync();
                }
            }

            await PassOnAsync();
        }

        _files.Add(new ExportedFile(entry.FullName, rows, bytes, hash.GetHashAndReset()));
    }

    /// <summary>A million rows come in one answer, which may take longer than a statement of a request may.</summary>
    private NpgsqlCommand CommandOf(NpgsqlConnection connection, string sql) => new(sql, connection)
    {
        CommandTimeout = 300,
        Parameters = { new() { Value = tenant.Value }, new() { Value = tenant.ToString() } },
    };

    private void WriteText(ZipArchive zip, string name, string text, DateTimeOffset at)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var file = NewEntry(zip, name, at).Open();
        file.Write(bytes);
        _files.Add(new ExportedFile(name, 0, bytes.Length, SHA256.HashData(bytes)));
    }

    private static ZipArchiveEntry NewEntry(ZipArchive zip, string name, DateTimeOffset at)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = at;
        return entry;
    }
}

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Lines of JSON; 0 for what is none.</param>
/// <param name="Bytes">Its length, before it was compressed.</param>
/// <param name="Sha256">Of the same bytes.</param>
internal sealed record ExportedFile(string Name, long Rows, long Bytes, byte[] Sha256);
