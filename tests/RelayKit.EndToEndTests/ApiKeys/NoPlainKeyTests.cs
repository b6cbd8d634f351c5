using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.ApiKeys;

/// <summary>Whatever is done with a key, it lies nowhere in the database, nor in what the server writes.</summary>
[Collection(SharedStackTests.Name)]
public sealed class NoPlainKeyTests(StackFixture stack)
{
    private const string Columns =
        """
        select format('%I.%I', n.nspname, c.relname), format('%I', a.attname), a.atttypid = 'bytea'::regtype
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped
        """;

    [Fact]
    public async Task No_key_is_in_any_column_of_any_table_nor_in_the_log()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Secret"}""")).Expect(HttpStatusCode.Created);
        var rotated = (await tenant.Api.PostAsync($"/v1/api-keys/{made.Text("id")}/rotate", "{}")).Expect(HttpStatusCode.OK);
        var reported = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Reported"}""")).Expect(HttpStatusCode.Created).Text("key");
        string[] secrets = [tenant.Key, made.Text("key"), rotated.Text("key"), reported];
        foreach (var secret in secrets)
        {
            (await stack.Client(secret).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
            (await stack.Client(secret).PostAsync("/v1/rooms", "{")).Expect(HttpStatusCode.BadRequest);
        }

        (await stack.Anonymous.PostAsync("/v1/leaked-keys", new { key = reported })).Expect(HttpStatusCode.Accepted);
        (await stack.Anonymous.PostAsync("/v1/leaked-keys", new { key = reported, url = "nonsense" })).Expect(HttpStatusCode.BadRequest);
        await stack.Client(secrets[^1] + "x").GetAsync("/v1/rooms");
        await Eventually.HoldsAsync(
            async () => await stack.Database.ScalarAsync<long>(
                "select count(*) from api_keys where tenant_id = $1 and last_used_at is not null", tenant.RowId) > 0, "uses are written down");

        // Without the part that is kept to recognise it by, and the last four: what is between is the secret.
        var needles = secrets.Select(secret => secret[12..^4]).Append(made.Text("last_four")).ToArray();
        var found = new List<string>();
        foreach (var (table, column, isBytes) in await stack.Database.QueryAsync(Columns, row => (row.GetString(0), row.GetString(1), row.GetBoolean(2))))
        {
            var match = isBytes ? $"position(convert_to(n, 'UTF8') in {column}) > 0" : $"position(n in {column}::text) > 0";
            found.AddRange(await stack.Database.QueryAsync(
                $"select n from unnest($1::text[]) n where exists (select from {table} where {match})", row => $"{table}.{column}: {row.GetString(0)}", (object)needles));
        }

        // The last four are kept, so the search does find what is there; of the others there is nothing.
        Assert.Contains(found, line => line.StartsWith("relaykit.api_key_replaced_secrets.last_four:", StringComparison.Ordinal));
        Assert.DoesNotContain(found, line => needles[..^1].Any(needle => line.EndsWith(needle, StringComparison.Ordinal)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret[12..^4], stack.SiloOutput, StringComparison.Ordinal));
    }
}
