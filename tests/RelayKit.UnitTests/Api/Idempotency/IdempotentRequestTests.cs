using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Idempotency;
using RelayKit.Identifiers;

namespace RelayKit.UnitTests.Api.Idempotency;

public sealed class IdempotentRequestTests
{
    private static readonly DateTimeOffset FirstUse = DateTimeOffset.Parse("2026-11-23T12:00:00.123Z", null);
    private static readonly byte[] Seed = [.. Enumerable.Range(0, IdempotentRequest.SeedBytes).Select(i => (byte)i)];

    [Fact]
    public void Each_run_makes_the_same_ids_and_secrets()
    {
        var (first, again) = (new IdempotentRequest(Seed, FirstUse), new IdempotentRequest(Seed, FirstUse));

        Assert.Equal(first.Id("tenant"), again.Id("tenant"));
        Assert.Equal(first.Bytes("key", 64), again.Bytes("key", 64));
        Assert.Equal(7, first.Id("tenant").Version);
        Assert.Equal(FirstUse, UuidVersion7.InstantOf(first.Id("tenant")));
    }

    [Fact]
    public void Each_purpose_has_its_own()
    {
        var request = new IdempotentRequest(Seed, FirstUse);

        Assert.NotEqual(request.Id("tenant"), request.Id("key"));
        Assert.NotEqual(request.Bytes("tenant", 16), request.Bytes("key", 16));
        Assert.NotEqual(request.Bytes("tenant", 16), request.Bytes("id:tenant", 16));
    }

    [Fact]
    public void A_request_without_a_key_has_ids_of_its_own()
    {
        var time = new FakeTimeProvider(FirstUse);
        var (one, other) = (new DefaultHttpContext(), new DefaultHttpContext());

        Assert.Equal(IdempotentRequest.Of(one, time).Id("tenant"), IdempotentRequest.Of(one, time).Id("tenant"));
        Assert.NotEqual(IdempotentRequest.Of(one, time).Id("tenant"), IdempotentRequest.Of(other, time).Id("tenant"));
    }
}
