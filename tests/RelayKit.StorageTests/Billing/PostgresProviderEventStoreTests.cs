using Microsoft.Extensions.Time.Testing;
using RelayKit.Billing;
using RelayKit.Storage.Billing;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Billing;

/// <summary>News of a provider: kept once, worked off by one process at a time for each thing.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresProviderEventStoreTests : IAsyncLifetime
{
    private const int Racers = 16;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly CancellationToken Nobody = CancellationToken.None;

    private readonly PostgresFixture _postgres;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly PostgresProviderEventStore _store;

    public PostgresProviderEventStoreTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _store = new PostgresProviderEventStore(postgres.Sources, _time);
    }

    public Task InitializeAsync() => Sql.ExecuteAsync(_postgres.ConnectionString, "delete from relaykit.stripe_events");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Of_many_that_keep_one_event_at_once_one_does()
    {
        var kept = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => _store.AddAsync(News("evt_1", "sub_1"), Nobody)));

        Assert.Equal(1, kept.Count(static first => first));
        Assert.Equal(1, await CountAsync("true"));
    }

    [Fact]
    public async Task An_event_that_was_worked_off_is_not_kept_again()
    {
        await _store.AddAsync(News("evt_1", "sub_1"), Nobody);
        await _store.CompleteAsync(Assert.Single(await ClaimAsync()), Nobody);

        Assert.False(await _store.AddAsync(News("evt_1", "sub_1"), Nobody));
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task All_news_about_one_thing_are_claimed_together_and_done_together()
    {
        await AddAsync("evt_1", "sub_1");
        await AddAsync("evt_2", "sub_1");
        await AddAsync("evt_3", "in_1", ProviderEventSubject.Invoice);

        var claims = await ClaimAsync();

        Assert.Equal([("sub_1", ProviderEventSubject.Subscription), ("in_1", ProviderEventSubject.Invoice)], claims.Select(static claim => (claim.ObjectId, claim.Subject)));
        await _store.CompleteAsync(claims[0], Nobody);
        Assert.Equal(1, await CountAsync("processed_at is null"));
    }

    [Fact]
    public async Task While_one_process_has_a_thing_news_about_it_wait_for_it_to_be_done()
    {
        await AddAsync("evt_1", "sub_1");
        var first = Assert.Single(await ClaimAsync());
        await AddAsync("evt_2", "sub_1");

        Assert.Empty(await ClaimAsync());
        await _store.CompleteAsync(first, Nobody);

        Assert.Equal("sub_1", Assert.Single(await ClaimAsync()).ObjectId);
    }

    [Fact]
    public async Task Of_many_that_claim_at_once_each_thing_goes_to_one()
    {
        for (var number = 0; number < 40; number++)
        {
            await AddAsync($"evt_{number}", $"sub_{number % 10}");
        }

        var claims = (await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => _store.ClaimAsync(3, Lease, Nobody)))).SelectMany(static claims => claims).ToList();

        Assert.Equal(10, claims.Count);
        Assert.Equal(10, claims.Select(static claim => claim.ObjectId).Distinct().Count());
    }

    [Fact]
    public async Task Who_dies_loses_the_thing_when_the_lease_is_over_and_completes_nothing_afterwards()
    {
        await AddAsync("evt_1", "sub_1");
        var dead = Assert.Single(await ClaimAsync());
        _time.Advance(Lease + TimeSpan.FromSeconds(1));
        var heir = Assert.Single(await ClaimAsync());

        await _store.CompleteAsync(dead, Nobody);
        await _store.FailAsync(dead, "late", TimeSpan.FromDays(1), Nobody);

        Assert.Equal(1, await CountAsync("processed_at is null and error is null"));
        Assert.Equal(2, heir.Attempts);
        await _store.CompleteAsync(heir, Nobody);
        Assert.Equal(0, await CountAsync("processed_at is null"));
    }

    [Fact]
    public async Task What_failed_is_due_again_after_its_time_or_with_the_next_news_of_it()
    {
        await AddAsync("evt_1", "sub_1");
        await _store.FailAsync(Assert.Single(await ClaimAsync()), new string('x', 2000) + '\0', TimeSpan.FromMinutes(1), Nobody);
        Assert.Equal(500, await Sql.ScalarAsync<int>(_postgres.ConnectionString, "select length(error) from relaykit.stripe_events"));
        Assert.Empty(await ClaimAsync());

        _time.Advance(TimeSpan.FromMinutes(1));
        await _store.FailAsync(Assert.Single(await ClaimAsync()), "again", TimeSpan.FromHours(1), Nobody);
        await AddAsync("evt_2", "sub_1");

        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal((3, _time.GetUtcNow() - TimeSpan.FromMinutes(1)), (claim.Attempts, claim.FirstReceivedAt));
        await _store.CompleteAsync(claim, Nobody);
        Assert.Equal(0, await CountAsync("processed_at is null"));
    }

    [Fact]
    public async Task The_serving_role_sees_nothing_of_it()
    {
        await AddAsync("evt_1", "sub_1");
        await using var command = _postgres.Sources.App.CreateCommand("select count(*) from stripe_events");

        Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteScalarAsync())).SqlState);
    }

    private Task<bool> AddAsync(string id, string about, ProviderEventSubject subject = ProviderEventSubject.Subscription) =>
        _store.AddAsync(News(id, about, subject), Nobody);

    private Task<IReadOnlyList<ClaimedProviderEvents>> ClaimAsync() => _store.ClaimAsync(20, Lease, Nobody);

    private ProviderEvent News(string id, string about, ProviderEventSubject subject = ProviderEventSubject.Subscription) =>
        new(id, "customer.subscription.updated", subject, about, _time.GetUtcNow());

    private async Task<long> CountAsync(string condition) =>
        await Sql.ScalarAsync<long>(_postgres.ConnectionString, $"select count(*) from relaykit.stripe_events where {condition}");
}
