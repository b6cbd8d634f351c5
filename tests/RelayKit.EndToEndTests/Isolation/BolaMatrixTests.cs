using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>
/// Every operation of the OpenAPI file × every reference in its path, query and body × the real ids of another tenant: 404 or an empty list, nothing of the
/// neighbour's in any answer, and the neighbour is afterwards as it was before. The file is written from the routes, so a new route is here by itself.
/// </summary>
[Collection(SharedStackTests.Name)]
public sealed class BolaMatrixTests(StackFixture stack, ITestOutputHelper output)
{
    /// <summary>What in a path is of one mode.</summary>
    private static readonly HashSet<string> OfMode = ["room", "session", "recording", "stream", "ingress", "webhook_endpoint", "delivery"];

    public static TheoryData<string> TenantOperations =>
        [.. ApiReference.Instance.Operations.Where(static operation => operation.IsTenants).Select(static operation => operation.Id)];

    [Theory]
    [MemberData(nameof(TenantOperations))]
    public async Task Nothing_of_a_neighbours_is_found_shown_or_changed(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        Assert.Empty(Attempt.UnknownNames(operation));
        var neighbour = await Neighbour.OfAsync(stack);
        var before = await neighbour.StateAsync();
        Scene? scene = null;
        var count = 0;
        foreach (var attempt in Attempt.Of(operation, neighbour))
        {
            // What goes for the asker's own things may do away with them.
            scene = scene is null || attempt.ForeignPath.Count == 0 ? await Scene.SetAsync(stack) : scene;
            await TryAsync(attempt, scene, neighbour);
            count++;
        }

        await TryAsync(new Attempt(operation, []), scene is null || count > 0 ? await Scene.SetAsync(stack) : scene, neighbour);
        Assert.Equal(before, await neighbour.StateAsync());
        output.WriteLine($"Histories: {count + 1} attempts");
    }

    [Theory]
    [MemberData(nameof(TenantOperations))]
    public async Task The_other_mode_of_the_same_tenant_is_as_far_away(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var neighbour = await Neighbour.OfAsync(stack);
        var before = await StateAsync();
        foreach (var attempt in Attempt.Of(operation, neighbour).Where(static attempt => attempt.ForeignPath.Any(OfMode.Contains)))
        {
            // The tenant's own test key asks for what is in live mode, by its right name.
            using var request = await attempt.ToRequestAsync(await Scene.SetAsync(stack), neighbour);
            (await neighbour.TestMode.SendAsync(request)).Expect(HttpStatusCode.NotFound);
        }

        Assert.Equal(before, await StateAsync());

        // It is the same tenant that asks: its audit log tells that it has.
        async Task<IEnumerable<string>> StateAsync() =>
            (await neighbour.StateAsync()).Split('\n').Where(static part => !part.StartsWith("audit_log:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_of_the_other_mode_hold_nothing_of_this_one()
    {
        var neighbour = await Neighbour.OfAsync(stack);

        var rooms = (await neighbour.TestMode.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        Assert.Equal([neighbour.TestRoom], rooms.Data.Select(static room => room.GetProperty("name").GetString()));
        foreach (var list in new[] { "sessions", "recordings", "streams", "ingress", "webhook-endpoints" })
        {
            Assert.Empty((await neighbour.TestMode.GetAsync($"/v1/{list}")).Expect(HttpStatusCode.OK).Data);
            Assert.NotEmpty((await neighbour.Tenant.Api.GetAsync($"/v1/{list}")).Expect(HttpStatusCode.OK).Data);
        }

        Assert.DoesNotContain(neighbour.TestRoom, (await neighbour.Tenant.Api.GetAsync("/v1/rooms")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_matrix_is_not_empty()
    {
        var operations = ApiReference.Instance.Operations.Where(static operation => operation.IsTenants).ToList();

        Assert.True(operations.Count >= 30, $"only {operations.Count} operations of tenants were found");
        Assert.All(IdKinds.Path.Keys, kind => Assert.Contains(operations, operation => Attempt.ParametersIn(operation, "path").Contains(kind)));
        Assert.All(IdKinds.MakesItsOwn, known => Assert.Contains(operations, operation => operation.Id == known.Operation));
    }

    /// <summary>A series has each hour in it, also those without anybody.</summary>
    private static bool IsNothing(JsonElement row) => row.TryGetProperty("participant_ms", out var time) && time.GetInt64() == 0;

    private static async Task TryAsync(Attempt attempt, Scene scene, Neighbour neighbour)
    {
        using var request = await attempt.ToRequestAsync(scene, neighbour);
        var answer = attempt.Operation.IsStream ? await scene.Tenant.Api.SendBrieflyAsync(request) : await scene.Tenant.Api.SendAsync(request);
        if (attempt.IsNotFound)
        {
            answer.Expect(HttpStatusCode.NotFound);
            Assert.NotEqual("route_not_found", answer.Code);
        }

        if (attempt.IsEmpty && !attempt.Operation.IsStream)
        {
            answer.Expect(HttpStatusCode.OK);
            Assert.True(!answer.Json.TryGetProperty("data", out var data) || data.EnumerateArray().All(IsNothing), $"{attempt} lists {answer.Body}");
        }

        var shown = answer.Body + string.Join('\n', answer.Headers.Select(static header => $"{header.Key}: {header.Value}"));
        var leak = neighbour.LeakIn(shown, attempt.Sent);
        Assert.True(leak is null, $"{attempt} was answered {(int)answer.Status} and shows '{leak}': {answer.Body}");
    }
}
