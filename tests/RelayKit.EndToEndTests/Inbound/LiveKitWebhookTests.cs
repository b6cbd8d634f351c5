using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Inbound;

[Collection(SharedStackTests.Name)]
public sealed class LiveKitWebhookTests(StackFixture stack)
{
    private readonly long _startMs = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    public async Task A_webhook_made_by_hand_is_accepted_and_changes_the_ledger(string scheme)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", _startMs);
        var signed = SiloSettings.LiveKitKey.Sign(LiveKitWebhooks.RoomStarted(room));

        var answer = await stack.SendAsync(signed with { Authorization = scheme + signed.Authorization });

        answer.Expect(HttpStatusCode.OK);
        Assert.Equal(
            _startMs,
            await stack.Database.ScalarAsync<long>(
                "select started_at_ms from sessions where tenant_id = $1 and livekit_sid = $2", tenant.RowId, room.Sid));
    }

    [Theory]
    [InlineData("application/webhook+json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task The_content_type_decides_nothing(string contentType)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", _startMs);

        var answer = await stack.Anonymous.SendAsync(
            SiloSettings.LiveKitKey.Sign(LiveKitWebhooks.RoomStarted(room)).ToRequest(contentType));

        answer.Expect(HttpStatusCode.OK);
        Assert.Equal(1, await RowsAsync(tenant));
    }

    [Fact]
    public async Task A_repeated_webhook_changes_nothing()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", _startMs);
        var signed = SiloSettings.LiveKitKey.Sign(LiveKitWebhooks.ParticipantJoined(room, Connection.At(_startMs + 5, "ann")));
        (await stack.SendAsync(signed)).Expect(HttpStatusCode.OK);
        var rows = await RowsAsync(tenant);

        (await stack.SendAsync(signed)).Expect(HttpStatusCode.OK);

        Assert.Equal(rows, await RowsAsync(tenant));
    }

    [Fact]
    public async Task A_leave_whose_join_was_lost_still_writes_the_whole_interval()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", _startMs);
        var ann = Connection.At(_startMs + 123, "ann");

        await stack.SendAllAsync(LiveKitWebhooks.ParticipantLeft(room, ann, _startMs + 60_000));

        var leftMs = (_startMs + 60_000) / 1000 * 1000;
        Assert.Equal(
            leftMs - ann.JoinedAtMs,
            await stack.Database.ScalarAsync<long>(
                "select ended_at_ms - joined_at_ms from participant_sessions where tenant_id = $1", tenant.RowId));
    }

    [Fact]
    public async Task A_connection_that_was_aborted_is_never_metered()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", _startMs);

        await stack.SendAllAsync(LiveKitWebhooks.ConnectionAborted(room, Connection.At(_startMs, "ann"), _startMs + 9_000));

        Assert.Equal(
            0, await stack.Database.ScalarAsync<long>("select count(*) from participant_sessions where tenant_id = $1", tenant.RowId));
    }

    /// <summary>Rows of the tenant that webhooks make.</summary>
    private Task<long> RowsAsync(TestTenant tenant) => stack.Database.ScalarAsync<long>(
        """
        select (select count(*) from sessions where tenant_id = $1)
             + (select count(*) from participant_sessions where tenant_id = $1)
        """,
        tenant.RowId);
}
