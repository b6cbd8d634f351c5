using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Usage;

[Collection(SharedStackTests.Name)]
public sealed class UsageStreamApiTests(StackFixture stack)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_meter_comes_as_events_of_the_shape_of_its_answer()
    {
        var tenant = await stack.CreateTenantAsync();
        var startMs = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeSeconds() * 1000;
        var room = await tenant.OpenRoomAsync("lobby", startMs);
        await stack.SendAllAsync(LiveKitWebhooks.ParticipantJoined(room, Connection.At(startMs, "ann")));
        await Eventually.EqualAsync(1L, async () => Active((await tenant.Api.GetAsync("/v1/usage")).Json), "the meter knows of ann");
        var answer = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

        using var opened = await tenant.Api.OpenAsync("/v1/usage/stream");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal("text/event-stream", opened.Content.Headers.ContentType!.ToString());
        Assert.True(opened.Headers.CacheControl!.NoStore);
        var events = await TakeAsync(opened, 3);

        Assert.All(events, one => Assert.Equal("usage", one.EventType));
        var readings = events.Select(one => JsonDocument.Parse(one.Data).RootElement).ToList();
        Assert.All(readings, reading => Assert.Equal(
            answer.Json.EnumerateObject().Select(field => field.Name), reading.EnumerateObject().Select(field => field.Name)));
        for (var i = 1; i < readings.Count; i++)
        {
            var (before, after) = (readings[i - 1], readings[i]);
            Assert.True(AsOfMs(after) > AsOfMs(before));
            Assert.Equal(Active(before) * (AsOfMs(after) - AsOfMs(before)), UsedMs(after) - UsedMs(before));
        }
    }

    [Fact]
    public async Task A_stream_ends_with_its_key()
    {
        var tenant = await stack.CreateTenantAsync();
        using var opened = await tenant.Api.OpenAsync("/v1/usage/stream?mode=test");
        using var stream = new StreamReader(await opened.Content.ReadAsStreamAsync());
        await stream.ReadLineAsync();

        await stack.Database.ScalarAsync<Guid>("update api_keys set revoked_at = now() where tenant_id = $1 returning key_id", tenant.RowId);

        // To its end, in order; what it takes is measured by nobody here.
        await stream.ReadToEndAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_tenant_has_so_many_streams_and_no_more()
    {
        var tenant = await stack.CreateTenantAsync();
        var opened = new List<HttpResponseMessage>();
        for (var i = 0; i < SiloSettings.StreamsPerTenant; i++)
        {
            opened.Add(await tenant.Api.OpenAsync("/v1/usage/stream"));
            Assert.Equal(HttpStatusCode.OK, opened[i].StatusCode);
        }

        var refused = (await tenant.Api.GetAsync("/v1/usage/stream")).Expect(HttpStatusCode.TooManyRequests, "too_many_streams");

        Assert.Equal(SiloSettings.StreamsPerTenant, refused["limit"].GetProperty("value").GetInt64());
        using (var others = await (await stack.CreateTenantAsync()).Api.OpenAsync("/v1/usage/stream"))
        {
            Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        }

        opened.ForEach(one => one.Dispose());
        await Eventually.HoldsAsync(
            async () =>
            {
                using var again = await tenant.Api.OpenAsync("/v1/usage/stream");
                return again.StatusCode == HttpStatusCode.OK;
            },
            "a place is free once a client has gone");
    }

    [Theory]
    [InlineData("mode=both", "?mode")]
    [InlineData("from=2026-11-01T00:00:00Z&mode=", "?from")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/usage/stream?{query}")).ExpectInvalid(pointers);
    }

    private static async Task<List<SseItem<string>>> TakeAsync(HttpResponseMessage opened, int count)
    {
        using var time = new CancellationTokenSource(Patience);
        var events = new List<SseItem<string>>();
        await foreach (var one in SseParser.Create(await opened.Content.ReadAsStreamAsync()).EnumerateAsync(time.Token))
        {
            events.Add(one);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    private static long AsOfMs(JsonElement usage) => usage.GetProperty("as_of").GetDateTimeOffset().ToUnixTimeMilliseconds();

    private static long UsedMs(JsonElement usage) => usage.GetProperty("participant_ms").GetInt64();

    private static long Active(JsonElement usage) => usage.GetProperty("active_participants").GetInt64();
}
