using System.Collections.Immutable;
using RelayKit.Notices;
using RelayKit.Tenants;

namespace RelayKit.Storage.Notices;

/// <summary>Reads accounts across tenants, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresAccountAddresses(PostgresDataSources sources) : IAccountAddresses
{
    private const string Select = "select tenant_id, account_id, email from accounts where account_id > $1 order by account_id limit $2";

    public async Task<ImmutableArray<AccountAddress>> ListAsync(Guid after, int limit, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Select);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var page = ImmutableArray.CreateBuilder<AccountAddress>(limit);
        while (await reader.ReadAsync(cancellation))
        {
            page.Add(new AccountAddress(new TenantId(reader.GetGuid(0)), reader.GetGuid(1), reader.GetString(2)));
        }

        return page.DrainToImmutable();
    }
}
