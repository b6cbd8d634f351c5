using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Json;

public sealed class ClientJsonTests
{
    private static readonly int[] Half = [50];

    [Fact]
    public async Task Fields_and_words_of_a_newer_server_do_no_harm()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson("""{"name":"standup","status":"frozen","new_field":{"a":[1]},"budget":{"minutes":5,"action":"sing","notice_seconds":0},"labels":{"customer":"acme"}}""");

        var room = await client.FinishAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation));

        Assert.Equal(new RoomStatus("frozen"), room.Status);
        Assert.NotEqual(RoomStatus.Idle, room.Status);
        Assert.Equal("sing", room.Budget!.Action.ToString());
        Assert.Equal("acme", room.Labels["customer"]);
    }

    [Fact]
    public async Task A_change_tells_apart_what_stays_what_is_set_and_what_is_reset()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson("{}").ThenJson("{}").ThenJson("{}");

        await client.FinishAsync((api, cancellation) => api.Rooms.UpdateAsync("standup", new UpdateRoom(), cancellation));
        await client.FinishAsync((api, cancellation) => api.Rooms.UpdateAsync(
            "standup",
            new UpdateRoom
            {
                MaxParticipants = 50,
                Metadata = null,
                EndAtExpiry = false,
                Labels = new Dictionary<string, string> { ["Customer.X"] = "acme" },
                Budget = new Budget { Minutes = 5, Action = BudgetAction.NoNewJoins },
                ExpiresAt = PlayedTime.Noon,
            },
            cancellation));
        await client.FinishAsync((api, cancellation) => api.Tenant.UpdateAsync(
            new UpdateTenant { AlertThresholds = Half, LabelLimits = new[] { new LabelLimit { Label = "customer=acme" } }, Budget = null }, cancellation: cancellation));

        Assert.Equal(
            [
                "{}",
                """{"max_participants":50,"metadata":null,"labels":{"Customer.X":"acme"},"expires_at":"2026-11-26T12:00:00+00:00","end_at_expiry":false,"budget":{"minutes":5,"action":"no_new_joins"}}""",
                """{"budget":null,"alert_thresholds":[50],"label_limits":[{"label":"customer=acme"}]}""",
            ],
            client.Server.Requests.Select(request => request.Body!));
    }

    [Fact]
    public async Task What_is_left_out_of_a_request_is_not_sent()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson("{}").ThenNothing();

        await client.FinishAsync((api, cancellation) => api.Tokens.MintAsync("standup", new MintToken { Identity = "ada" }, cancellation: cancellation));
        await client.FinishAsync((api, cancellation) => api.Participants.SendDataAsync(
            "standup", new DataMessage { Bytes = new byte[] { 1, 2, 255 } }, cancellation: cancellation));

        Assert.Equal(["""{"identity":"ada"}""", """{"base64":"AQL/"}"""], client.Server.Requests.Select(request => request.Body!));
    }

    [Fact]
    public async Task The_settings_come_with_their_version_and_go_back_with_it()
    {
        using var client = new ClientUnderTest();
        var answer = ScriptedServer.Answer(System.Net.HttpStatusCode.OK, """{"id":"ten_1","version":3}""", "application/json");
        answer.Headers.TryAddWithoutValidation("ETag", "\"3\"");
        client.Server.Then(answer).ThenJson("""{"id":"ten_1","version":4}""");

        var tenant = await client.FinishAsync((api, cancellation) => api.Tenant.GetAsync(cancellation));
        await client.FinishAsync((api, cancellation) => api.Tenant.UpdateAsync(new UpdateTenant { Limits = null }, tenant.ETag, cancellation));

        Assert.Equal("\"3\"", tenant.ETag);
        Assert.Equal("\"3\"", client.Server.Requests[1]["If-Match"]);
        Assert.Equal("""{"limits":null}""", client.Server.Requests[1].Body);
    }
}
