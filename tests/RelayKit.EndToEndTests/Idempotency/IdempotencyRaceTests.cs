using System.Diagnostics;
using System.Globalization;
using System.Net;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>Fifty clients send one request under one key at once: one run, one effect, one answer, for each of many keys.</summary>
[Collection(SharedStackTests.Name)]
public sealed class IdempotencyRaceTests(StackFixture stack, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>How many races are run instead of <see cref="Usual"/>.</summary>
    public const string Variable = "RELAYKIT_IDEMPOTENCY_RACES";

    private const int Usual = 100;
    private const int Clients = 50;

    /// <summary>To make one API key twice changes nothing, so effects alone would not tell a second run: each taking of a key is counted too.</summary>
    private const string CountRuns =
        """
        create schema races;
        create table races.runs (request_hash bytea);
        grant usage on schema races to relaykit_jobs;
        grant insert on races.runs to relaykit_jobs;
        create function races.count_run() returns trigger language plpgsql as
            $$ begin insert into races.runs values (new.request_hash); return null; end $$;
        create trigger count_run after insert or update of claim_id on operator_idempotency_keys
            for each row execute function races.count_run();
        select 0
        """;

    public Task InitializeAsync() => stack.Database.ScalarAsync<int>(CountRuns);

    public Task DisposeAsync() => stack.Database.ScalarAsync<int>("drop schema races cascade; select 0");

    [Fact]
    public async Task Of_fifty_clients_on_one_key_one_has_an_effect_and_all_that_are_answered_get_its_answer()
    {
        var races = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Usual;
        var tenant = await stack.CreateTenantAsync();
        var (started, refused) = (Stopwatch.GetTimestamp(), 0L);
        for (var race = 0; race < races; race++)
        {
            refused += await RaceAsync($"/v1/operator/tenants/{tenant.Id}/api-keys", $"race-{race}");
        }

        var took = Stopwatch.GetElapsedTime(started);
        var effects = await stack.Database.QueryAsync(
            "select name, count(*) from api_keys where tenant_id = $1 and name like 'race-%' group by name",
            row => (Name: row.GetString(0), Count: row.GetInt64(1)),
            tenant.RowId);
        var runs = await stack.Database.ScalarAsync<long>("select count(*) from races.runs");
        output.WriteLine(
            $"{races} races of {Clients} clients in {took.TotalSeconds:f0} s: {runs} runs, {effects.Sum(effect => effect.Count)} effects; "
            + $"of {races * Clients} requests {refused} were told to come again, all others got the answer.");
        Assert.Equal((races, races), (runs, effects.Count));
        Assert.All(effects, effect => Assert.Equal(1, effect.Count));
    }

    /// <returns>How many were told to come again.</returns>
    private async Task<int> RaceAsync(string path, string key)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => stack.Operator.PostWithKeyAsync(path, new { name = key }, key)));
        var later = await stack.Operator.PostWithKeyAsync(path, new { name = key }, key);

        var told = answers.Where(answer => !answer.IsInUse()).ToList();
        var first = Assert.Single(told, answer => !answer.IsReplay());
        Assert.All(told.Where(answer => answer != first).Append(later), answer => answer.ExpectReplayOf(first.Expect(HttpStatusCode.Created)));
        return Clients - told.Count;
    }
}
