using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Privacy;
using RelayKit.Storage.Privacy;
using RelayKit.StorageTests.Accounts;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Privacy;

/// <summary>An export has all that is kept of its tenant and nothing of others, whoever dies while it is made.</summary>
[Collection(PostgresGroup.Name)]
public sealed class ExportTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PostgresExportStore _store = new(postgres.Sources);
    private readonly CanaryTenant _tenant = new(postgres);

    /// <summary>Those of other tests would be made first.</summary>
    public Task InitializeAsync() => Sql.ExecuteAsync(
        postgres.ConnectionString, "delete from relaykit.privacy_exports where state in ('waiting', 'running')");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_canary_of_the_tenant_is_in_it_and_none_of_a_neighbours()
    {
        var neighbour = new CanaryTenant(postgres);
        await _tenant.WriteAsync();
        await neighbour.WriteAsync();

        using var archive = await MakeAsync();

        foreach (var ((table, column), canary) in _tenant.Canaries)
        {
            var said = DataMap.Tables.Single(found => found.Name == table);
            if (said.NotExportedSince is null && said.ExportedColumns.Contains(column))
            {
                Assert.Contains(canary, TextOf(archive, $"{table}.ndjson"), StringComparison.Ordinal);
            }
        }

        var all = string.Concat(archive.Entries.Select(entry => TextOf(archive, entry.FullName)));
        Assert.DoesNotContain(neighbour.Canaries.Values.First()[..38], all, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", string.Join(' ', JsonDocument.Parse(TextOf(archive, "api_keys.ndjson")).RootElement.EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    public async Task The_manifest_is_of_the_files_as_they_are()
    {
        await _tenant.WriteAsync();

        using var archive = await MakeAsync();

        var manifest = JsonDocument.Parse(TextOf(archive, "manifest.json")).RootElement;
        Assert.Equal($"{_tenant.Id}", manifest.GetProperty("tenant_id").GetString());
        var files = manifest.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!);
        Assert.Equal(archive.Entries.Select(entry => entry.FullName).Where(name => name != "manifest.json").Order(), files.Keys.Order());
        foreach (var (name, file) in files)
        {
            var bytes = BytesOf(archive, name);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
            Assert.Equal(bytes.Length, file.GetProperty("bytes").GetInt64());
            Assert.Equal(name.EndsWith(".ndjson", StringComparison.Ordinal) ? bytes.Count(b => b == '\n') : 0, file.GetProperty("rows").GetInt64());
        }

        Assert.Equal(DataMap.Tables.Count(table => table.NotExportedSince is null) + 1, files.Count);
    }

    [Fact]
    public async Task It_says_how_far_it_is_and_what_it_came_to()
    {
        await _tenant.WriteAsync();
        var asked = await RequestAsync();
        Assert.Equal(ExportState.Waiting, asked!.State);

        var made = await MakeAsync(asked.Id);

        Assert.Equal(ExportState.Ready, made.State);
        Assert.Equal(made.RowsAbout, made.RowsDone);
        Assert.True(made.RowsDone >= DataMap.Tables.Count(table => table.NotExportedSince is null) - 1);
        var bytes = await DownloadAsync(made.Id);
        Assert.Equal((made.Bytes, Convert.ToHexString(made.Sha256!)), (bytes.Length, Convert.ToHexString(SHA256.HashData(bytes))));
        Assert.Equal(_time.GetUtcNow() + Export.Lifetime, made.ExpiresAt);
    }

    [Fact]
    public async Task One_is_made_at_a_time_and_the_same_request_is_one()
    {
        var id = Guid.CreateVersion7();
        var asked = await _store.RequestAsync(_tenant.Id, id, _time.GetUtcNow(), CancellationToken.None);

        Assert.Equal(id, asked!.Id);
        Assert.Equal(id, (await _store.RequestAsync(_tenant.Id, id, _time.GetUtcNow(), CancellationToken.None))!.Id);
        Assert.Null(await RequestAsync());
        await MakeAsync(id);
        Assert.NotNull(await RequestAsync());
    }

    [Fact]
    public async Task What_a_dead_process_began_is_begun_anew_and_the_dead_one_writes_nothing_more()
    {
        await _tenant.WriteAsync();
        var asked = (await RequestAsync())!;
        var claims = new ExportClaims(postgres.Sources, People.Mails);
        var dead = (await claims.TakeAsync(_time.GetUtcNow(), CancellationToken.None))!;
        Assert.True(await claims.AddChunkAsync(dead, 1, 0, [1, 2, 3], _time.GetUtcNow(), CancellationToken.None));
        Assert.Null(await claims.TakeAsync(_time.GetUtcNow(), CancellationToken.None));

        _time.Advance(ExportClaims.Lease + TimeSpan.FromSeconds(1));
        var made = await MakeAsync(asked.Id);

        Assert.False(await claims.AddChunkAsync(dead, 2, 1, [4], _time.GetUtcNow(), CancellationToken.None));
        await claims.FinishAsync(dead, new ArchiveSum(1, 1, [9]), _time.GetUtcNow(), CancellationToken.None);
        Assert.Equal(made, (await _store.FindAsync(_tenant.Id, asked.Id, CancellationToken.None))! with { Sha256 = made.Sha256 });
        using var archive = new ZipArchive(new MemoryStream(await DownloadAsync(asked.Id)));
        Assert.NotEmpty(archive.Entries);
    }

    [Fact]
    public async Task What_was_begun_in_vain_too_often_is_given_up()
    {
        var asked = (await RequestAsync())!;
        var claims = new ExportClaims(postgres.Sources, People.Mails);
        for (var attempt = 0; attempt < ExportClaims.MaxAttempts; attempt++)
        {
            Assert.False((await claims.TakeAsync(_time.GetUtcNow(), CancellationToken.None))!.IsGivenUp);
            _time.Advance(ExportClaims.Lease + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(ExportState.Failed, (await MakeAsync(asked.Id)).State);
        Assert.NotNull(await RequestAsync());
    }

    [Fact]
    public async Task It_goes_after_24_hours_and_never_earlier_or_when_a_newer_one_is_ready()
    {
        var first = await MakeAsync((await RequestAsync())!.Id);
        _time.Advance(Export.Lifetime - TimeSpan.FromMilliseconds(1));
        var second = await MakeAsync((await RequestAsync())!.Id);
        await NewWorker().MakeNextAsync(CancellationToken.None);
        Assert.Equal(ExportState.Expired, await StateAsync(first.Id));
        Assert.Empty(await DownloadAsync(first.Id));
        Assert.NotEmpty(await DownloadAsync(second.Id));

        _time.Advance(Export.Lifetime - TimeSpan.FromMilliseconds(1));
        await NewWorker().MakeNextAsync(CancellationToken.None);
        Assert.Equal(ExportState.Ready, await StateAsync(second.Id));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await NewWorker().MakeNextAsync(CancellationToken.None);
        Assert.Equal(ExportState.Expired, await StateAsync(second.Id));
        Assert.Equal(0, await Sql.ScalarAsync<long>(
            postgres.ConnectionString, $"select count(*) from relaykit.privacy_export_chunks where tenant_id = '{_tenant.Id.Value}'"));
    }

    [Fact]
    public async Task An_archive_larger_than_a_piece_is_the_same_bytes_in_pieces()
    {
        await _tenant.ExecuteAsync(
            $"""
            insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
            select '{_tenant.Id.Value}', gen_random_uuid(), n, 'room.started', n,
                   json_build_object('random', (select string_agg(md5(concat(g, '-', n)), '') from generate_series(1, 20) g))
            from generate_series(1, 8000) n
            """);

        var made = await MakeAsync((await RequestAsync())!.Id);

        Assert.True(made.Bytes > 2 * ChunkBuffer.ChunkBytes);
        var bytes = await DownloadAsync(made.Id);
        Assert.Equal(Convert.ToHexString(made.Sha256!), Convert.ToHexString(SHA256.HashData(bytes)));
        using var archive = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(8000, BytesOf(archive, "events.ndjson").Count(b => b == '\n'));
    }

    [Fact]
    public async Task A_neighbours_export_is_not_there()
    {
        var made = await MakeAsync((await RequestAsync())!.Id);
        var other = new TenantId(Guid.CreateVersion7());

        Assert.Null(await _store.FindAsync(other, made.Id, CancellationToken.None));
        Assert.Empty(await _store.ListAsync(other, 10, null, CancellationToken.None));
        Assert.False(await _store.ReadAsync(other, made.Id, CancellationToken.None).AnyAsync());
        Assert.Equal(made.Id, Assert.Single(await _store.ListAsync(_tenant.Id, 10, null, CancellationToken.None)).Id);
    }

    private Task<Export?> RequestAsync() => _store.RequestAsync(_tenant.Id, Guid.CreateVersion7(), _time.GetUtcNow(), CancellationToken.None);

    private ExportWorker NewWorker() => new(postgres.Sources, People.Mails, _time, NullLogger<ExportWorker>.Instance);

    private async Task<ExportState> StateAsync(Guid id) => (await _store.FindAsync(_tenant.Id, id, CancellationToken.None))!.State;

    private async Task<Export> MakeAsync(Guid id)
    {
        using var worker = NewWorker();
        Assert.True(await worker.MakeNextAsync(CancellationToken.None));
        return (await _store.FindAsync(_tenant.Id, id, CancellationToken.None))!;
    }

    private async Task<ZipArchive> MakeAsync()
    {
        var made = await MakeAsync((await RequestAsync())!.Id);
        return new ZipArchive(new MemoryStream(await DownloadAsync(made.Id)));
    }

    private async Task<byte[]> DownloadAsync(Guid id)
    {
        using var bytes = new MemoryStream();
        await foreach (var piece in _store.ReadAsync(_tenant.Id, id, CancellationToken.None))
        {
            bytes.Write(piece);
        }

        return bytes.ToArray();
    }

    private static byte[] BytesOf(ZipArchive archive, string name)
    {
        using var file = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string TextOf(ZipArchive archive, string name) => System.Text.Encoding.UTF8.GetString(BytesOf(archive, name));
}
