using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>
/// Answers hold secrets, and keys and bodies may name people. Every column of every table is searched for them, as text and as bytes.
/// </summary>
[Collection(SharedStackTests.Name)]
public sealed class NothingReadableTests(StackFixture stack)
{
    private const string Columns =
        """
        select format('%I', c.relname), format('%I', a.attname), a.atttypid = 'bytea'::regtype
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped
        order by 1, 2
        """;

    [Fact]
    public async Task Neither_answers_nor_keys_nor_credentials_nor_bodies_lie_in_the_database()
    {
        var (name, key, identity) = ($"room-{Guid.NewGuid():n}", $"key-{Guid.NewGuid():n}", $"ada-{Guid.NewGuid():n}");
        var created = (await stack.Operator.PostWithKeyAsync("/v1/operator/tenants", new { name = "A tenant" }, key)).Expect(HttpStatusCode.Created);
        var apiKey = created["api_key"].GetProperty("key").GetString()!;
        var api = stack.Client(apiKey);
        (await api.PostWithKeyAsync("/v1/rooms", new { name }, key)).Expect(HttpStatusCode.Created);
        var token = (await api.PostWithKeyAsync($"/v1/rooms/{name}/tokens", new { identity }, key)).Expect(HttpStatusCode.Created).Text("token");

        var found = await FindAsync(name, key, identity, apiKey, apiKey[12..], SiloSettings.OperatorKey, token, token.Split('.')[1], token.Split('.')[2]);

        // The room's own row has its name: the search does find what is there.
        Assert.Equal([$"rooms.name: {name}"], found);
        Assert.Equal(2, await stack.Database.ScalarAsync<long>(
            "select count(answer) from idempotency_keys where tenant_id = $1", PublicIds.Decode(created.Text("id"))));
    }

    private async Task<List<string>> FindAsync(params string[] needles)
    {
        var found = new List<string>();
        foreach (var (table, column, isBytes) in await stack.Database.QueryAsync(
            Columns, row => (row.GetString(0), row.GetString(1), row.GetBoolean(2))))
        {
            var match = isBytes ? $"position(convert_to(n, 'UTF8') in {column}) > 0" : $"position(n in {column}::text) > 0";
            found.AddRange(await stack.Database.QueryAsync(
                $"select n from unnest($1::text[]) n where exists (select from {table} where {match})",
                row => $"{table}.{column}: {row.GetString(0)}",
                (object)needles));
        }

        return found;
    }
}
