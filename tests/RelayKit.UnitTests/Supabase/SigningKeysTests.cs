using System.Text;
using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

/// <summary>How the project's keys come and go.</summary>
public sealed class SigningKeysTests : IDisposable
{
    private readonly ProjectKey _first = ProjectKey.Ec("first");
    private readonly ProjectKey _second = ProjectKey.Rsa("second");
    private readonly PlayedKeySource _source;

    public SigningKeysTests() => _source = new PlayedKeySource(_first);

    [Fact]
    public async Task A_new_key_is_known_after_one_fetch()
    {
        Assert.NotNull((await FindAsync("first")).Key);
        Rotate();
        _source.Time.Advance(SigningKeys.Period);

        Assert.Equal("RS256", (await FindAsync("second")).Key!.Algorithm);
        Assert.NotNull((await FindAsync("second")).Key);
        Assert.Equal(2, _source.Fetches);
    }

    [Fact]
    public async Task A_thousand_unknown_names_make_at_most_one_fetch_a_minute()
    {
        Assert.NotNull((await FindAsync("first")).Key);
        for (var minute = 1; minute <= 3; minute++)
        {
            _source.Time.Advance(SigningKeys.Period);
            var found = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => FindAsync($"unknown-{minute}-{i}").AsTask()));

            Assert.All(found, static answer => Assert.Equal((null, true), answer));
            Assert.Equal(1 + minute, _source.Fetches);
        }
    }

    [Fact]
    public async Task Those_who_ask_at_once_wait_for_one_fetch_and_those_whose_key_is_known_do_not_wait()
    {
        var slow = new TaskCompletionSource<byte[]>();
        _source.Answer = () => slow.Task;
        var first = Enumerable.Range(0, 50).Select(_ => FindAsync("first").AsTask()).ToList();
        slow.SetResult(ProjectKey.Set(_first));
        Assert.All(await Task.WhenAll(first), static answer => Assert.NotNull(answer.Key));
        Assert.Equal(1, _source.Fetches);

        // A fetch that never ends.
        _source.Answer = static () => new TaskCompletionSource<byte[]>().Task;
        _source.Time.Advance(SigningKeys.FreshFor);
        var missing = FindAsync("second").AsTask();
        Assert.NotNull((await FindAsync("first")).Key);
        Assert.False(missing.IsCompleted);
    }

    [Fact]
    public async Task Keys_are_fetched_anew_when_they_are_ten_minutes_old_so_that_one_that_is_taken_back_goes()
    {
        Assert.NotNull((await FindAsync("first")).Key);
        var fetched = new TaskCompletionSource();
        _source.Answer = () =>
        {
            fetched.TrySetResult();
            return Task.FromResult(ProjectKey.Set(_second));
        };
        _source.Time.Advance(SigningKeys.FreshFor);

        await FindAsync("first");
        await fetched.Task;

        // The same fetch is waited for by whoever asks for what is not known.
        Assert.NotNull((await FindAsync("second")).Key);
        Assert.Equal((null, true), await FindAsync("first"));
        Assert.Equal(2, _source.Fetches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    [InlineData(null)]
    public async Task Those_that_are_known_go_on_for_a_day_when_fetching_fails(string? garbage)
    {
        Assert.NotNull((await FindAsync("first")).Key);
        _source.Answer = () => garbage is null ? throw new HttpRequestException("away") : Task.FromResult(Encoding.UTF8.GetBytes(garbage));
        for (var hour = 0; hour < 23; hour++)
        {
            _source.Time.Advance(TimeSpan.FromHours(1));
            Assert.NotNull((await FindAsync("first")).Key);
            Assert.Equal((null, true), await FindAsync("second"));
        }

        _source.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((null, false), await FindAsync("first"));

        _source.Answer = () => Task.FromResult(ProjectKey.Set(_first));
        _source.Time.Advance(SigningKeys.FirstPeriod);
        Assert.NotNull((await FindAsync("first")).Key);
    }

    [Fact]
    public async Task While_none_were_ever_had_fetching_is_tried_every_few_seconds()
    {
        _source.Answer = static () => throw new HttpRequestException("away");
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal((null, false), await FindAsync("first"));
        }

        Assert.Equal(1, _source.Fetches);
        _source.Answer = () => Task.FromResult(ProjectKey.Set(_first));
        _source.Time.Advance(SigningKeys.FirstPeriod);
        Assert.NotNull((await FindAsync("first")).Key);
    }

    [Fact]
    public void Only_public_keys_for_signatures_that_are_long_enough_are_taken()
    {
        using var weak = ProjectKey.Rsa("weak", 1024);
        var forEncryption = _second.Public();
        forEncryption["use"] = "enc";
        var confused = _first.Public();
        (confused["kid"], confused["alg"]) = ("confused", "RS256");
        var json = $$$"""
            {"keys":[{{{_first.Public().ToJsonString()}}},{{{weak.Public().ToJsonString()}}},{{{forEncryption.ToJsonString()}}},{{{confused.ToJsonString()}}},
            {"kty":"oct","kid":"secret","alg":"HS256","k":"c2VjcmV0"},{"kty":"EC","crv":"P-384","kid":"p384","x":"AA","y":"AA"},{"kty":"RSA","kid":"torn","n":"!","e":"AQAB"},
            {"kid":"empty"},7,null,"key",{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}
            """;

        Assert.Equal(["first"], SigningKeySet.Read(Encoding.UTF8.GetBytes(json)).Names);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _source.Dispose();
    }

    private void Rotate() => _source.Answer = () => Task.FromResult(ProjectKey.Set(_first, _second));

    private ValueTask<(SigningKey? Key, bool IsKnown)> FindAsync(string name) => _source.Keys.FindAsync(name, CancellationToken.None);
}
