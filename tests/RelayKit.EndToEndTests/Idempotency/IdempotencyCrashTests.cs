using System.Net;
using RelayKit.EndToEndTests.Durability;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>A process dies between an effect and its answer: whoever repeats the request finds what was made.</summary>
[Collection(MortalStackTests.Name)]
public sealed class IdempotencyCrashTests(StackFixture stack)
{
    private const string Tenants = "/v1/operator/tenants";

    /// <summary>As if its time had passed.</summary>
    private const string EndLeases =
        """
        with ended as (update operator_idempotency_keys set lease_until = created_at where answer is null returning 1)
        select count(*) from ended
        """;

    [Fact]
    public async Task A_tenant_that_was_made_by_a_process_which_then_died_is_the_one_that_the_repetition_gets()
    {
        var name = Guid.NewGuid().ToString();
        await DieBetweenEffectAndAnswerAsync(name);
        await stack.StartSiloAsync();

        Assert.True((await stack.Operator.PostWithKeyAsync(Tenants, new { name }, name)).IsInUse(), "the dead one's lease is respected");
        Assert.Equal(1, await stack.Database.ScalarAsync<long>(EndLeases));
        var again = (await stack.Operator.PostWithKeyAsync(Tenants, new { name }, name)).Expect(HttpStatusCode.Created);

        Assert.False(again.IsReplay());
        Assert.Equal(
            [PublicIds.Decode(again.Text("id"))],
            await stack.Database.QueryAsync("select tenant_id from tenants where name = $1", row => row.GetGuid(0), name));
        Assert.Equal(1, await stack.Database.ScalarAsync<long>("select count(*) from api_keys where tenant_id = $1", PublicIds.Decode(again.Text("id"))));
        (await stack.Client(again["api_key"].GetProperty("key").GetString()).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        (await stack.Operator.PostWithKeyAsync(Tenants, new { name }, name)).ExpectReplayOf(again);
    }

    /// <summary>
    /// Holds the effect back until the key is taken, then the keeping of the answer until the effect is there; kills the silo, and ends what
    /// its connections had begun.
    /// </summary>
    private async Task DieBetweenEffectAndAnswerAsync(string name)
    {
        await using var effect = await HeldTable.HoldAsync(stack.Database, "tenants");
        var asked = stack.Operator.PostWithKeyAsync(Tenants, new { name }, name);
        await effect.SomebodyWaitsAsync();
        await using var answer = await HeldTable.HoldAsync(stack.Database, "operator_idempotency_keys");
        await effect.LetGoAsync();
        await answer.SomebodyWaitsAsync();
        Assert.Equal(1, await stack.Database.ScalarAsync<long>("select count(*) from tenants where name = $1", name));

        await stack.KillSiloAsync();
        await stack.Database.ScalarAsync<long>(
            "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = current_database() and application_name like 'relaykit%'");
        await answer.LetGoAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => asked);
    }
}
