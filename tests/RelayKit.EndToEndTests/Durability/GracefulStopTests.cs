using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Durability;

[Collection(MortalStackTests.Name)]
public sealed class GracefulStopTests(StackFixture stack)
{
    [Fact]
    public async Task A_silo_that_is_told_to_stop_ends_well_and_the_next_goes_on_where_it_was()
    {
        var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", nowMs);
        await stack.SendAllAsync(LiveKitWebhooks.ParticipantJoined(room, Connection.At(nowMs, "ann")));
        var before = (await tenant.Api.GetAsync("/v1/rooms/lobby/participants")).Expect(HttpStatusCode.OK).Body;

        Assert.Equal(0, await stack.StopSiloAsync());
        await stack.StartSiloAsync();

        Assert.Equal(before, (await tenant.Api.GetAsync("/v1/rooms/lobby/participants")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(1, (await tenant.Api.GetAsync("/v1/usage")).Number("active_participants"));
    }

    [Fact]
    public async Task A_stream_ends_in_order_when_the_silo_is_told_to_stop()
    {
        var tenant = await stack.CreateTenantAsync();
        using var opened = await tenant.Api.OpenAsync("/v1/usage/stream");
        using var stream = new StreamReader(await opened.Content.ReadAsStreamAsync());
        Assert.StartsWith("retry: ", await stream.ReadLineAsync(), StringComparison.Ordinal);

        var stopped = stack.StopSiloAsync();

        // To the very end: a connection that breaks off is an exception.
        await stream.ReadToEndAsync();
        Assert.Equal(0, await stopped);
        await stack.StartSiloAsync();
    }
}
