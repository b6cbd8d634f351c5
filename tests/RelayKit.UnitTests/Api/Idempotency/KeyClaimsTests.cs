using RelayKit.Api.Idempotency;
using RelayKit.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>Taking a key while others do, let go, and remove.</summary>
public sealed class KeyClaimsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T12:00:00Z", null);

    [Fact]
    public async Task A_row_that_goes_away_between_two_looks_is_asked_for_again()
    {
        var mine = Row(Now);

        var (verdict, row) = await new KeyClaims(new Scripted(null, mine)).TakeAsync(mine, CancellationToken.None);

        Assert.Equal((KeyVerdict.Mine, mine), (verdict, row));
    }

    [Fact]
    public async Task Whoever_loses_an_abandoned_row_finds_the_winner_running()
    {
        var (left, winner) = (Row(Now.AddMinutes(-1)), Row(Now));

        var (verdict, _) = await new KeyClaims(new Scripted(left, winner)).TakeAsync(Row(Now), CancellationToken.None);

        Assert.Equal(KeyVerdict.InFlight, verdict);
    }

    [Fact]
    public async Task Whoever_loses_again_and_again_gives_way()
    {
        var left = Row(Now.AddMinutes(-1));
        var store = new Scripted(left, left, left, left, left, left);

        var (verdict, _) = await new KeyClaims(store).TakeAsync(Row(Now), CancellationToken.None);

        Assert.Equal((KeyVerdict.InFlight, 3), (verdict, store.Lost));
    }

    private static StoredKey Row(DateTimeOffset now) => new()
    {
        Tenant = null,
        RequestHash = [1],
        ContentHash = [2],
        Seed = [3],
        Claim = Guid.NewGuid(),
        CreatedAt = now,
        LeaseUntil = now + StoredKey.Lease,
    };

    /// <summary>Shows one row after the other, and lets somebody else be faster each time.</summary>
    private sealed class Scripted(params StoredKey?[] rows) : IIdempotencyStore
    {
        private int _next;

        public int Lost { get; private set; }

        public Task<StoredKey?> AddOrFindAsync(StoredKey row, CancellationToken cancellation) => Task.FromResult(rows[_next++]);

        public Task<bool> ReplaceAsync(StoredKey seen, StoredKey row, CancellationToken cancellation)
        {
            Lost++;
            return Task.FromResult(false);
        }

        public Task<bool> KeepAsync(StoredKey mine, byte[] answer, CancellationToken cancellation) => throw new NotSupportedException();

        public Task AbandonAsync(StoredKey mine, CancellationToken cancellation) => throw new NotSupportedException();

        public Task ForgetAsync(StoredKey mine, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
