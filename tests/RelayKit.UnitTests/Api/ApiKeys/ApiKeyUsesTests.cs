using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.Authentication;
using RelayKit.ApiKeys;
using RelayKit.UnitTests.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.ApiKeys;

/// <summary>Last uses are written seldom, together, and never at a request's cost.</summary>
public sealed class ApiKeyUsesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PlayedKeys _store = new();
    private readonly ApiKeyInstruments _instruments = new();
    private readonly ApiKeyUses _uses;

    public ApiKeyUsesTests() => _uses = new ApiKeyUses(_store, _instruments, _time, NullLogger<ApiKeyUses>.Instance);

    public void Dispose()
    {
        _uses.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public async Task All_that_is_due_is_one_statement_and_a_key_is_due_once_a_minute()
    {
        var (one, other) = (await KnownAsync(), await KnownAsync());
        for (var i = 0; i < 100; i++)
        {
            _uses.Note(one, From("203.0.113.7", "curl/8.0"));
            _uses.Note(other, From("::ffff:203.0.113.8", null));
        }

        await _uses.WriteAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));
        _uses.Note(one, From("203.0.113.9", null));
        await _uses.WriteAsync(CancellationToken.None);

        var written = Assert.Single(_store.Uses).ToDictionary(used => used.Key, used => used.Use);
        Assert.Equal(new ApiKeyUse(_time.Start, "203.0.113.7", "curl/8.0"), written[one.Record.Id]);
        Assert.Equal(new ApiKeyUse(_time.Start, "203.0.113.8", null), written[other.Record.Id]);

        _time.Advance(TimeSpan.FromSeconds(1));
        _uses.Note(one, From("203.0.113.9", null));
        await _uses.WriteAsync(CancellationToken.None);
        Assert.Equal("203.0.113.9", Assert.Single(_store.Uses[1]).Use.Address);
    }

    [Fact]
    public async Task A_key_whose_use_was_written_lately_by_another_process_is_not_due()
    {
        var key = await KnownAsync(key => key with { LastUse = new ApiKeyUse(_time.GetUtcNow().AddSeconds(-30), null, null) });

        _uses.Note(key, From("203.0.113.7", null));
        await _uses.WriteAsync(CancellationToken.None);

        Assert.Empty(_store.Uses);
    }

    [Fact]
    public async Task What_cannot_be_written_is_given_up()
    {
        var key = await KnownAsync();
        _uses.Note(key, From("203.0.113.7", null));
        _store.IsAway = true;
        await _uses.WriteAsync(CancellationToken.None);
        _store.IsAway = false;
        await _uses.WriteAsync(CancellationToken.None);

        Assert.Empty(_store.Uses);
    }

    [Fact]
    public async Task No_more_than_so_many_wait()
    {
        for (var i = 0; i < ApiKeyUses.MaxWaiting + 10; i++)
        {
            _uses.Note(await KnownAsync(), From("203.0.113.7", null));
        }

        await _uses.WriteAsync(CancellationToken.None);

        Assert.Equal(ApiKeyUses.MaxWaiting, Assert.Single(_store.Uses).Length);
    }

    [Fact]
    public void What_a_client_calls_itself_is_cut_and_cleaned()
    {
        Assert.Null(ApiKeyUses.Shorten("  \t "));
        Assert.Equal("ab", ApiKeyUses.Shorten(" a\0\u001bb\ud800 "));
        Assert.Equal(new string('x', ApiKeyUse.MaxUserAgent), ApiKeyUses.Shorten(new string('x', 5_000)));
    }

    [Fact]
    public async Task Noting_a_use_that_is_not_due_allocates_nothing()
    {
        var (key, context) = (await KnownAsync(), From("203.0.113.7", "curl/8.0"));
        _uses.Note(key, context);
        _uses.Note(key, context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _uses.Note(key, context);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private async Task<KnownKey> KnownAsync(Func<RelayKit.Tenants.ApiKey, RelayKit.Tenants.ApiKey>? with = null) =>
        (await new ApiKeyCache(_store, _time).FindAsync(_store.Add(with: with)))!;

    private static DefaultHttpContext From(string address, string? userAgent)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Headers.UserAgent = userAgent;
        return context;
    }
}
