using System.Security.Cryptography;
using System.Xml.Linq;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Storage.Secrets;

/// <summary>
/// Gives the ring a new key, wraps all its keys under the operator's first wrapping key, and seals every stored secret anew under the new key. May be broken
/// off and begun again at any time, while processes serve: they go on reading what was sealed under any key of the ring.
/// </summary>
public sealed class SecretRotation
{
    /// <summary>Secrets that one transaction seals anew.</summary>
    private const int BatchSize = 500;

    /// <summary>As long as keys that Data Protection makes by itself; it makes the next one before.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    private readonly KeyRing _ring;
    private readonly ISecretProtector _protector;
    private readonly IReadOnlyList<ProtectedColumn> _columns;
    private readonly PostgresDataSources _sources;
    private readonly TimeProvider _time;

    internal SecretRotation(
        KeyRing ring, ISecretProtector protector, IEnumerable<ProtectedColumn> columns, PostgresDataSources sources, TimeProvider time) =>
        (_ring, _protector, _columns, _sources, _time) = (ring, protector, [.. columns], sources, time);

    /// <summary>Does all of it.</summary>
    /// <exception cref="SecretUnreadableException">A key or a secret cannot be opened; what was done until then stays.</exception>
    public async Task<RotationReport> RunAsync(CancellationToken cancellation)
    {
        var wrapped = await _ring.Repository.ChangeEachAsync(WrapAnew, cancellation);
        var key = _ring.AddKey(_time.GetUtcNow(), KeyLife);
        var sealedAnew = 0L;
        foreach (var column in _columns)
        {
            sealedAnew += await SealAnewAsync(column, key, cancellation);
        }

        return new RotationReport(key, wrapped, sealedAnew);
    }

    private bool WrapAnew(XElement element)
    {
        var isChanged = false;
        foreach (var part in WrappingKeys.WrappedParts(element).Where(part => WrappingKeys.WrappedBy(part) != _ring.Wrapping.First.Id).ToList())
        {
            try
            {
                part.ReplaceWith(_ring.Wrapping.Wrap(_ring.Wrapping.Unwrap(part)));
            }
            catch (CryptographicException lost)
            {
                throw new SecretUnreadableException($"A key of the ring cannot be unwrapped: {lost.Message}", lost);
            }

            isChanged = true;
        }

        return isChanged;
    }

    private async Task<long> SealAnewAsync(ProtectedColumn column, Guid key, CancellationToken cancellation)
    {
        var total = 0L;
        while (await SealBatchAnewAsync(column, SealedSecret.BeginningUnder(key), cancellation) is var count and > 0)
        {
            total += count;
        }

        return total;
    }

    private async Task<int> SealBatchAnewAsync(ProtectedColumn column, byte[] beginning, CancellationToken cancellation)
    {
        await using var connection = await _sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var rows = await ReadAsync(connection, column, beginning, cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (tenant, table, place, secret) in rows)
        {
            var anew = _protector.Protect(column.Purpose, tenant, _protector.Unprotect(column.Purpose, tenant, secret));
            if (!anew.AsSpan().StartsWith(beginning))
            {
                throw new SecretUnreadableException("Another key than the new one seals: a second rotation runs, or the clock is wrong. Begin again.");
            }

            var update = new NpgsqlBatchCommand($"update {column.Table} set {column.Column} = $1 where tableoid = $2 and ctid = $3 and tenant_id = $4");
            update.Parameters.AddWithValue(anew);
            update.Parameters.AddWithValue(NpgsqlDbType.Oid, table);
            update.Parameters.AddWithValue(NpgsqlDbType.Tid, place);
            update.Parameters.AddWithValue(tenant.Value);
            batch.BatchCommands.Add(update);
        }

        if (rows.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return rows.Count;
    }

    /// <summary>Secrets under other keys, locked where they lie until the transaction ends, so that a place is a row's own.</summary>
    private static async Task<List<(TenantId Tenant, uint Table, NpgsqlTid Place, byte[] Secret)>> ReadAsync(
        NpgsqlConnection connection, ProtectedColumn column, byte[] beginning, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select tenant_id, tableoid, ctid, {column.Column} from {column.Table} where {column.Rows} and substring({column.Column} from 1 for $2) <> $1 limit $3 for update", connection)
        {
            Parameters = { new() { Value = beginning }, new() { Value = beginning.Length }, new() { Value = BatchSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(TenantId, uint, NpgsqlTid, byte[])>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add((new TenantId(reader.GetGuid(0)), reader.GetFieldValue<uint>(1), reader.GetFieldValue<NpgsqlTid>(2), reader.GetFieldValue<byte[]>(3)));
        }

        return rows;
    }
}
