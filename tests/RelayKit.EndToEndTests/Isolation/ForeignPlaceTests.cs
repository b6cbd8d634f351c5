using System.Net;
using RelayKit.EndToEndTests.Events;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>Another tenant's places in lists and streams, and its idempotency keys: they are texts that mean nothing here, or mean the asker's own.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ForeignPlaceTests(StackFixture stack)
{
    public static TheoryData<string> Lists =>
    [
        .. ApiReference.Instance.Operations
            .Where(static operation => operation.IsTenants && Attempt.ParametersIn(operation, "query").Contains("cursor")).Select(static operation => operation.Id),
    ];

    public static TheoryData<string> Keyed =>
    [
        .. ApiReference.Instance.Operations
            .Where(static operation => operation.IsTenants && Attempt.ParametersIn(operation, "header").Contains(IdempotentCalls.Header)).Select(static operation => operation.Id),
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_cursor_of_a_neighbours_list_gives_nothing_of_the_neighbours(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var neighbour = await Neighbour.OfAsync(stack);
        var scene = await Scene.SetAsync(stack);
        var theirs = operation.PathWith([.. IdKinds.Path.Select(kind => (kind.Key, kind.Value.Foreign(neighbour)))]);
        var more = ForeignPlaces.QueryOfPages(id);

        var first = (await neighbour.Tenant.Api.GetAsync($"{theirs}?limit=1{more}")).Expect(HttpStatusCode.OK);
        var cursor = first["next_cursor"].ToString();
        Assert.True(cursor.Length > 0, $"the neighbour has two of what {operation} lists, or this test shows nothing: {first.Body}");

        foreach (var limit in new[] { 1, 100 })
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, await OwnPathAsync(operation, scene) + $"?limit={limit}&cursor={Uri.EscapeDataString(cursor)}{more}");
            var answer = await scene.Tenant.Api.SendAsync(request);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, answer.Body);
            Assert.Null(neighbour.LeakIn(answer.Body, [cursor]));
        }
    }

    [Fact]
    public async Task A_neighbours_last_event_id_continues_the_askers_own_stream_or_none()
    {
        var neighbour = await Neighbour.OfAsync(stack);
        var scene = await Scene.SetAsync(stack);
        var own = (await scene.Tenant.Api.GetAsync("/v1/events?limit=100")).Expect(HttpStatusCode.OK).Data.Length;
        Assert.True(long.Parse(neighbour.Place, null) > own, "the neighbour has had more events than the asker");

        foreach (var query in new[] { "", $"?after={neighbour.Place}", $"?room={neighbour.Room}" })
        {
            using var answer = await scene.Tenant.Api.OpenAsync($"/v1/events/stream{query}", lastEventId: neighbour.Place);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(neighbour.LeakIn(await answer.Content.ReadAsStringAsync(), [neighbour.Room]));
        }

        await using var reader = await EventReader.OpenAsync(scene.Tenant.Api, "/v1/events/stream?after=0", lastEventId: "0");
        var told = await reader.TakeAsync(own);
        Assert.Null(neighbour.LeakIn(string.Join('\n', told.Select(static one => one.EventId + one.Data)), []));
    }

    [Fact]
    public async Task An_export_holds_the_askers_own_rows_alone()
    {
        var neighbour = await Neighbour.OfAsync(stack);
        var scene = await Scene.SetAsync(stack);
        foreach (var format in new[] { "csv", "ndjson" })
        {
            using var answer = await scene.Tenant.Api.OpenAsync($"/v1/usage/export?format={format}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(Scene.Identity, text, StringComparison.Ordinal);
            Assert.Null(neighbour.LeakIn(text, []));
        }
    }

    [Fact]
    public async Task The_live_meter_counts_nobody_elses_participants()
    {
        await Neighbour.OfAsync(stack);
        var tenant = await stack.CreateTenantAsync();

        var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

        Assert.Equal((0L, 0L, 0L), (usage.Number("participant_ms"), usage.Number("active_participants"), usage.Number("active_rooms")));
        Assert.Empty((await tenant.Api.GetAsync("/v1/events")).Data);
    }

    [Theory]
    [MemberData(nameof(Keyed))]
    public async Task The_same_idempotency_key_of_two_tenants_has_two_effects_and_no_answer_is_anothers(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var key = $"shared-{Guid.NewGuid():N}";
        var (one, other) = (await Scene.SetAsync(stack), await Scene.SetAsync(stack));

        var first = await SendAsync(operation, one, key);
        var second = await SendAsync(operation, other, key);

        Assert.False(second.IsReplay());
        Assert.Equal(first.Status, second.Status);
        foreach (var of in new[] { one.Tenant.Id, one.Tenant.Key, await one.SessionIdAsync(), await one.LiveRoom.LiveKitNameAsync() })
        {
            Assert.DoesNotContain(of, second.Body, StringComparison.Ordinal);
        }
    }

    private static async Task<ApiAnswer> SendAsync(ApiOperation operation, Scene scene, string key)
    {
        using var request = await new Attempt(operation, []).ToRequestAsync(scene, null!);
        request.Headers.TryAddWithoutValidation(IdempotentCalls.Header, key);
        return await scene.Tenant.Api.SendAsync(request);
    }

    private static async Task<string> OwnPathAsync(ApiOperation operation, Scene scene)
    {
        var path = operation.Path;
        foreach (var name in Attempt.ParametersIn(operation, "path"))
        {
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(await IdKinds.Path[name].Own(scene)), StringComparison.Ordinal);
        }

        return path;
    }
}
