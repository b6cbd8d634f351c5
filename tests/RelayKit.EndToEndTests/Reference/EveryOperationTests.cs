using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>
/// Every operation of the OpenAPI file, end to end: its documented example is sent, is answered as documented, and the answer is of the documented shape. An
/// operation that needs more than its example has a line in <see cref="Prepared"/>; one that cannot be answered well here has one in <see cref="ExpectedCodes"/>.
/// </summary>
[Collection(SharedStackTests.Name)]
public sealed class EveryOperationTests(StackFixture stack)
{
    /// <summary>What has to be done first, or sent in place of the example.</summary>
    private static readonly Dictionary<string, Func<Scene, ApiOperation, Task<ApiAnswer>>> Prepared = new()
    {
        ["createRoom"] = (scene, operation) => scene.SendAsync(operation, body: operation.Example!.Replace(Scene.Room, "another", StringComparison.Ordinal)),
        ["getSession"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("session", await scene.SessionIdAsync()))),
        ["deleteRole"] = async (scene, operation) =>
        {
            await scene.Tenant.Api.PutAsync("/v1/roles/speaker", """{"permissions":{}}""");
            return await scene.SendAsync(operation);
        },
        ["liftBan"] = async (scene, operation) =>
        {
            await scene.Tenant.Api.PostAsync($"/v1/rooms/{Scene.Room}/participants/{Scene.Identity}/remove", """{"ban_seconds":60}""");
            return await scene.SendAsync(operation);
        },
        ["getApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["updateApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["rotateApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["revokeApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["reconcile"] = (scene, operation) => scene.SendAsync(operation, body: $$"""{"tenant_id":"{{scene.Tenant.Id}}"}"""),
        ["streamUsage"] = (scene, operation) => OpenAsync(scene, operation),
        ["streamEvents"] = (scene, operation) => OpenAsync(scene, operation),
        ["getEvent"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("event", await scene.EventIdAsync()))),
    };

    /// <summary>Operations that this LiveKit cannot do: the code that says so.</summary>
    private static readonly Dictionary<string, string> ExpectedCodes = new()
    {
        ["moveParticipant"] = "not_supported_by_livekit",
        ["forwardParticipant"] = "not_supported_by_livekit",
    };

    public static TheoryData<string> Ids => [.. ApiReference.Instance.Operations.Select(static operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_documented_example_is_answered_as_documented(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var scene = await Scene.SetAsync(stack);

        var answer = await (Prepared.GetValueOrDefault(id) ?? ((given, asked) => given.SendAsync(asked)))(scene, operation);

        if (ExpectedCodes.TryGetValue(id, out var code))
        {
            Assert.Equal(code, answer.Code);
            return;
        }

        Assert.True((int)answer.Status is >= 200 and < 300, $"{operation}: {(int)answer.Status} {answer.Body}");
        AssertDocumented(operation, answer);
    }

    [Fact]
    public void No_line_of_these_tests_is_about_an_operation_that_is_gone() => Assert.Empty(
        Prepared.Keys.Concat(ExpectedCodes.Keys).Except(ApiReference.Instance.Operations.Select(static operation => operation.Id)));

    internal static void AssertDocumented(ApiOperation operation, ApiAnswer answer)
    {
        var response = operation.Responses[$"{(int)answer.Status}"];
        Assert.True(response is not null, $"{operation} is not documented to answer {(int)answer.Status}: {answer.Body}");
        if (response["content"]?["application/json"]?["schema"] is { } schema)
        {
            var faults = ApiReference.Instance.Schemas.Faults(schema, answer.Json);
            Assert.True(faults.Count == 0, $"{operation}: {string.Join("; ", faults)}\n{answer.Body}");
        }
        else if (response["content"] is null)
        {
            Assert.Empty(answer.Body);
        }
    }

    private static async Task<ApiAnswer> OpenAsync(Scene scene, ApiOperation operation)
    {
        using var response = await scene.Tenant.Api.OpenAsync(scene.Fill(operation));
        return ApiAnswer.Read($"{operation}", response, "", static () => "");
    }
}
