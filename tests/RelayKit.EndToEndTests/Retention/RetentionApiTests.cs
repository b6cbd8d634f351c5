using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Retention;

[Collection(SharedStackTests.Name)]
public sealed class RetentionApiTests(StackFixture stack)
{
    private const string Runs = "/v1/operator/retention-runs";

    [Fact]
    public async Task The_run_of_today_removes_what_is_past_its_day_and_is_recorded()
    {
        var tenant = await stack.CreateTenantAsync();
        await stack.Database.ScalarAsync<int>(
            """
            insert into usage_hourly (tenant_id, mode, hour, class, participant_ms)
            values ($1, 'l', date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - interval '12 months 1 hour', 0, 1),
                   ($1, 'l', date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - interval '11 months', 0, 2) returning 1
            """,
            tenant.RowId);

        var run = (await stack.Operator.PostAsync(Runs, """{"again":true}""")).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            async () => (await stack.Operator.GetAsync($"{Runs}?limit=1")).Expect(HttpStatusCode.OK).Data[0].GetProperty("status").GetString() == "completed",
            "the run is done");

        Assert.Equal(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", null), run.Text("day"));
        Assert.Equal(2L, await stack.Database.ScalarAsync<long>("select sum(participant_ms)::bigint from usage_hourly where tenant_id = $1", tenant.RowId));
        var listed = (await stack.Operator.GetAsync(Runs)).Expect(HttpStatusCode.OK).Data[0];
        Assert.Contains(
            listed.GetProperty("removed").EnumerateArray(), static one => one.GetProperty("table").GetString() == "usage_hourly" && one.GetProperty("rows").GetInt64() >= 1);
        var attempts = listed.GetProperty("attempts").GetInt32();

        // Done is done.
        Assert.Equal(attempts, (await stack.Operator.PostAsync(Runs, "{}")).Expect(HttpStatusCode.OK).Number("attempts"));
    }

    [Theory]
    [InlineData("?cursor=yesterday", "?cursor")]
    [InlineData("?day=1", "?day")]
    public async Task What_makes_no_sense_is_named(string query, string field) => (await stack.Operator.GetAsync(Runs + query)).ExpectInvalid(field);
}
