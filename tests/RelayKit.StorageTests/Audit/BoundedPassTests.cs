using RelayKit.Storage.Audit;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Audit;

/// <summary>What is looked at in parts, for the sake of memory, is found as if it were looked at whole.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BoundedPassTests
{
    private readonly PostgresFixture _postgres;
    private readonly AuditedTenant _tenant;

    public BoundedPassTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _tenant = new AuditedTenant(postgres);
    }

    [Fact]
    public async Task Sids_are_compared_in_every_slice()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync(
            """
            insert into participant_sessions
                (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms)
            select tenant_id, uuid_at('2020-01-01'), livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms
            from participant_sessions where tenant_id = $1
            """);

        Assert.Equal(
            ["participant sid PA_1 has 2 rows", "participant sid PA_2 has 2 rows", "participant sid PA_3 has 2 rows"],
            (await FindAsync(new SidPass(mostRowsInSlice: 1))).Select(finding => finding.Detail).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Events_are_named_look_by_look_and_the_rest_is_counted()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("delete from events where tenant_id = $1");

        var all = await FindAsync(new ToldEventsPass());
        Assert.Equal(7, all.Count);
        Assert.Contains(all, finding => finding.Detail == "participant.left of PA_2: due 1 times, told 0 times");

        // Four sids in as many buckets, of which each look takes one and there are two looks.
        var some = await FindAsync(new ToldEventsPass(mostEventsInLook: 1, mostLooks: 2));
        Assert.Equal(7, some.Sum(finding => finding.Violations));
        Assert.StartsWith("at least ", some[^1].Detail, StringComparison.Ordinal);
    }

    private async Task<List<AuditFinding>> FindAsync(IAuditPass pass)
    {
        await using var snapshot = await AuditSnapshot.OpenAsync(_postgres.Sources.Jobs, _tenant.Id, null, CancellationToken.None);
        return await pass.FindAsync(snapshot, CancellationToken.None).ToListAsync();
    }
}
