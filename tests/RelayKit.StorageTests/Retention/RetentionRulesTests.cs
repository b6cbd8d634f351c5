using RelayKit.Retention;
using RelayKit.Storage.Retention;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

/// <summary>The rules against the database itself: no table of tenants' rows is without one.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RetentionRulesTests(PostgresFixture postgres)
{
    private const string Tables =
        """
        select coalesce(string_agg(c.relname, ',' order by c.relname), '') from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        """;

    private const string OfTenants =
        " and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)";

    [Fact]
    public async Task Every_table_of_tenants_rows_has_a_rule() =>
        Assert.DoesNotContain(await ReadAsync(Tables + OfTenants), static table => RetentionRules.Of(table) is null);

    [Fact]
    public async Task Every_rule_has_a_table() =>
        Assert.Empty(RetentionRules.All.Select(static rule => rule.Table).Except(await ReadAsync(Tables)));

    [Fact]
    public void What_goes_by_time_is_removed_by_a_step()
    {
        string[] removed =
        [
            RetainedTable.RequestLogs.Name, RetainedTable.WebhookAttempts.Name, RetainedTable.UsageHourly.Name, RetainedTable.UsageHourlyByRoom.Name, RetainedTable.UsageHourlyByLabel.Name,
            RetainedTable.BandwidthHourly.Name, RetainedTable.Sessions.Name, RetainedTable.ParticipantSessions.Name, RetainedTable.Events.Name,
            "abuse_incidents", "stripe_events", "recordings",
        ];

        Assert.Equal(
            RetentionRules.All.Where(static rule => rule.Class is RetentionClass.Usage or RetentionClass.Logs).Select(static rule => rule.Table).Order(),
            removed.Order());
    }

    private async Task<string[]> ReadAsync(string sql) => (await Sql.ScalarAsync<string>(postgres.ConnectionString, sql)).Split(',');
}
