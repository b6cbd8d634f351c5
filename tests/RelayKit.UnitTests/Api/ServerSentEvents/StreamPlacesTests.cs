using Microsoft.Extensions.Options;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.ServerSentEvents;

public sealed class StreamPlacesTests
{
    private static readonly TenantId Ann = new(Guid.CreateVersion7());
    private static readonly TenantId Bob = new(Guid.CreateVersion7());

    private readonly StreamPlaces _places = new(Options.Create(new StreamOptions { PerTenant = 2, PerProcess = 3 }));

    [Fact]
    public void A_tenant_has_so_many_and_is_told_which_limit_decided()
    {
        Assert.NotNull(_places.TryTake(Ann, out _));
        Assert.NotNull(_places.TryTake(Ann, out _));

        Assert.Null(_places.TryTake(Ann, out var refusal));

        Assert.Equal((429, "too_many_streams"), (refusal!.Status, refusal.Code));
        Assert.Equal(("streams", 2, 2), (refusal.Limit!.Name, refusal.Limit.Value, refusal.Limit.Used));
        Assert.NotNull(refusal.RetryAfterSeconds);
    }

    [Fact]
    public void The_process_has_so_many_for_all()
    {
        var first = _places.TryTake(Ann, out _);
        _places.TryTake(Ann, out _);
        Assert.NotNull(_places.TryTake(Bob, out _));
        Assert.Null(_places.TryTake(Bob, out var refusal));
        Assert.Null(refusal!.Limit);

        first!.Dispose();

        Assert.NotNull(_places.TryTake(Bob, out _));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var place = _places.TryTake(Ann, out _)!;
        place.Dispose();
        place.Dispose();

        Assert.NotNull(_places.TryTake(Ann, out _));
        Assert.NotNull(_places.TryTake(Ann, out _));
        Assert.Null(_places.TryTake(Ann, out _));
    }
}
