using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Authentication;
using RelayKit.UnitTests.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.Authentication;

/// <summary>What is known of a key is never older than its age allows, however late an answer comes.</summary>
public sealed class ApiKeyCacheTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PlayedKeys _store = new();
    private readonly ApiKeyCache _keys;

    public ApiKeyCacheTests() => _keys = new ApiKeyCache(_store, _time);

    [Fact]
    public void The_age_leaves_a_part_of_the_second_to_requests_under_way() => Assert.True(ApiKeyCache.MaxAge <= TimeSpan.FromMilliseconds(900));

    [Fact]
    public async Task A_key_is_asked_for_once_within_its_age_and_a_revoked_one_is_dead_after_it()
    {
        var key = _store.Add();
        Assert.NotNull(await _keys.FindAsync(key));
        _store.Revoke(key);
        _time.Advance(ApiKeyCache.MaxAge - TimeSpan.FromTicks(1));
        Assert.NotNull(await _keys.FindAsync(key));
        Assert.Equal(KeyStanding.Good, _keys.Recall(key, out _));
        Assert.Equal(1, _store.LookUps);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Null(await _keys.FindAsync(key));
        Assert.Equal(2, _store.LookUps);
        Assert.Equal(KeyStanding.Bad, _keys.Recall(key, out _));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_lets_nobody_in()
    {
        var key = _store.Add();
        _store.BeforeAnswer = () =>
        {
            // Revoked after it was read; the answer takes longer than what is known may be old.
            _store.Revoke(key);
            _time.Advance(ApiKeyCache.MaxAge);
            _store.BeforeAnswer = static () => Task.CompletedTask;
            return Task.CompletedTask;
        };

        Assert.Null(await _keys.FindAsync(key));
        Assert.Equal(2, _store.LookUps);
    }

    [Fact]
    public async Task When_every_answer_comes_too_late_nobody_can_say()
    {
        var key = _store.Add();
        _store.BeforeAnswer = () =>
        {
            _time.Advance(ApiKeyCache.MaxAge);
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ApiKeyLookupException>(async () => await _keys.FindAsync(key));
    }

    [Fact]
    public async Task A_key_or_a_replaced_secret_ends_at_its_instant_whatever_is_remembered()
    {
        var at = _time.GetUtcNow();
        var expiring = _store.Add(with: key => key with { ExpiresAt = at.AddMilliseconds(100) });
        var replaced = _store.Add(with: key => key with { SecretEndsAt = at.AddMilliseconds(100) });
        foreach (var key in new[] { expiring, replaced })
        {
            Assert.NotNull(await _keys.FindAsync(key));
        }

        _time.Advance(TimeSpan.FromMilliseconds(100));

        foreach (var key in new[] { expiring, replaced })
        {
            Assert.Null(await _keys.FindAsync(key));
            Assert.Equal(KeyStanding.Bad, _keys.Recall(key, out _));
        }
    }
}
