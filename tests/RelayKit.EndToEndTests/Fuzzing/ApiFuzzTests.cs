using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Fuzzing;

/// <summary>
/// Thousands of requests that are made from the OpenAPI file, valid, broken and hostile, by a tenant that also knows the names and ids of another one: every
/// answer is documented, every error is a problem, nothing is a fault, and nothing of the other tenant's is in any of them. RELAYKIT_FUZZ_REQUESTS says how
/// many (5,000), RELAYKIT_FUZZ_SEED which.
/// </summary>
[Collection(SharedStackTests.Name)]
public sealed class ApiFuzzTests(StackFixture stack, ITestOutputHelper output)
{
    private const int Workers = 8;
    private const string Canary = "canary-of-the-other-tenant";

    /// <summary>Expensive, and about all tenants at once: sent rarely.</summary>
    private const string Reconcile = "reconcile";

    private static readonly int Count = Setting("RELAYKIT_FUZZ_REQUESTS", 5_000);

    [Fact]
    public async Task Whatever_is_sent_is_answered_as_documented_and_shows_nothing_of_another_tenant()
    {
        var seed = Setting("RELAYKIT_FUZZ_SEED", Random.Shared.Next());
        var scene = await Scene.SetAsync(stack);
        var victim = await VictimAsync();
        var schemas = JsonNode.Parse(await File.ReadAllTextAsync(ApiReference.PathOf("docs/openapi.json")))!["components"]!["schemas"]!.AsObject();
        var (statuses, failures, sent) = (new ConcurrentDictionary<string, int>(), new ConcurrentQueue<string>(), 0);
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            var fuzz = new SchemaFuzz(schemas, random, [Scene.Room, Scene.OtherRoom, Scene.Identity, "new-room", .. victim]);
            while (Interlocked.Increment(ref sent) <= Count && failures.IsEmpty)
            {
                var operation = Pick(random);
                var (request, shown) = Make(operation, fuzz, random, scene, victim);
                var answer = await SendAsync(request, operation, scene);
                statuses.AddOrUpdate(((int)answer.Status).ToString(CultureInfo.InvariantCulture), 1, static (_, count) => count + 1);
                if (Fault(operation, answer) is { } fault)
                {
                    failures.Enqueue($"seed {seed}: {shown}\n→ {(int)answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 2_000)]}\n{fault}");
                }
            }
        })));

        output.WriteLine(
            $"Histories: {Math.Min(sent, Count)} requests, seed {seed}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; {string.Join(", ", statuses.OrderBy(static s => s.Key).Select(static s => $"{s.Value} × {s.Key}"))}");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
        Assert.True(statuses.Where(static s => s.Key[0] == '2').Sum(static s => s.Value) > Count / 20, "too few requests were good for this to show anything");
    }

    private static ApiOperation Pick(Random random)
    {
        while (true)
        {
            var operation = ApiReference.Instance.Operations[random.Next(ApiReference.Instance.Operations.Count)];
            if (operation.Id != Reconcile || random.Next(50) == 0)
            {
                return operation;
            }
        }
    }

    private static (HttpRequestMessage Request, string Shown) Make(ApiOperation operation, SchemaFuzz fuzz, Random random, Scene scene, string[] victim)
    {
        var path = operation.Path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation.Node["parameters"]?.AsArray().Select(static p => p!.AsObject()) ?? [])
        {
            var name = parameter["name"]!.GetValue<string>();
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(PathValue(name, parameter, fuzz, random, scene, victim)), StringComparison.Ordinal);
                    break;
                case "query" when random.Next(3) == 0:
                    query.Add($"{name}={Uri.EscapeDataString(random.Next(6) == 0 ? victim[random.Next(victim.Length)] : fuzz.Parameter(parameter))}");
                    break;
                case "header" when random.Next(6) == 0:
                    headers.Add((name, random.Next(2) == 0 ? "\"3\"" : "key-" + random.Next(20)));
                    break;
            }
        }

        if (random.Next(20) == 0)
        {
            query.Add($"{Uri.EscapeDataString(HostileValues.Text(random))}=1");
        }

        var body = operation.BodySchema is { } schema ? fuzz.Body(schema) : random.Next(30) == 0 ? "{}" : null;
        var target = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        target = target.Length > 7_000 ? target[..7_000].TrimEnd('%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') : target;
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), target);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(40) == 0 ? "text/plain" : "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return (request, $"{operation.Method} {target}\n{string.Join('\n', headers)}\n{body?[..Math.Min(body.Length, 3_000)]}");
    }

    private static string PathValue(string name, JsonObject parameter, SchemaFuzz fuzz, Random random, Scene scene, string[] victim)
    {
        var value = random.Next(8) switch
        {
            0 => victim[random.Next(victim.Length)],
            1 => HostileValues.Text(random),
            2 => fuzz.Parameter(parameter),
            _ => name switch
            {
                "room" => random.Next(2) == 0 ? Scene.Room : Scene.OtherRoom,
                "identity" => Scene.Identity,
                "tenant" => scene.Tenant.Id,
                "role" => "speaker",
                _ => fuzz.Parameter(parameter),
            },
        };
        // An empty part, or one of dots, would make it another path; and the web server itself refuses a path with U+0000, before anything of RelayKit's.
        value = value.Replace("\0", "", StringComparison.Ordinal);
        return value.Length == 0 || value.All(static c => c == '.') ? "x" : value.Length > 2_000 ? value[..2_000] : value;
    }

    private static async Task<ApiAnswer> SendAsync(HttpRequestMessage request, ApiOperation operation, Scene scene)
    {
        var api = operation.IsOperators ? scene.Stack.Operator : scene.Tenant.Api;
        return operation.Id.StartsWith("stream", StringComparison.Ordinal) ? await api.SendBrieflyAsync(request) : await api.SendAsync(request);
    }

    /// <summary>Some routes answer in the format that is asked for.</summary>
    private static bool IsJson(ApiAnswer answer) =>
        answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) ?? true;

    private static string? Fault(ApiOperation operation, ApiAnswer answer)
    {
        if (answer.Body.Contains(Canary, StringComparison.Ordinal))
        {
            return "It shows what is another tenant's.";
        }

        var status = (int)answer.Status;
        if (status < 400)
        {
            return operation.Responses[$"{status}"] is not { } response ? "The status is not documented."
                : IsJson(answer) && response["content"]?["application/json"]?["schema"] is { } schema && ApiReference.Instance.Schemas.Faults(schema, answer.Json) is { Count: > 0 } faults
                    ? string.Join("; ", faults)
                    : null;
        }

        var code = answer.Code;
        return status >= 500 && code != "not_supported_by_livekit" ? "It is a fault."
            : operation.Codes.Contains(code) || (status, code) is (404, "route_not_found") or (405, "method_not_allowed") ? null
            : $"{code} is not documented for {operation.Id}.";
    }

    /// <summary>Another tenant with a live room, whose names and ids the attacker has learned; its texts are marked.</summary>
    private async Task<string[]> VictimAsync()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "victims-room", metadata = Canary, labels = new { customer = Canary } });
        await room.JoinAsync("victim", new { identity = "victim", name = Canary, metadata = Canary });
        var session = (await tenant.Api.GetAsync("/v1/sessions")).Expect(HttpStatusCode.OK).Data[0].GetProperty("id").GetString()!;
        return ["victims-room", "victim", session, tenant.Id, await room.LiveKitNameAsync()];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
