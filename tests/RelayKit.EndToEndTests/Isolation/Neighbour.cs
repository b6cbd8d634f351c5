using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>
/// The tenant that must not be met. Every text that it was given has a mark in it that nothing else in the world has, and the attacker knows all its names
/// and ids: secrecy of ids is no wall.
/// </summary>
public sealed class Neighbour
{
    private static readonly ConditionalWeakTable<StackFixture, Lazy<Task<Neighbour>>> Made = new();

    /// <summary>What changes by itself: LiveKit's traffic goes on, usage is reported, and when a key was last used is written down later.</summary>
    private const string State =
        """
        select c.relname::text from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname not in ('bandwidth_hourly', 'request_logs', 'billing_accounts', 'meter_reports')
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        order by 1
        """;

    private Neighbour(StackFixture stack, TestTenant tenant, SimulatedRoom room) => (Stack, Tenant, LiveRoom) = (stack, tenant, room);

    public StackFixture Stack { get; }

    public TestTenant Tenant { get; }

    public SimulatedRoom LiveRoom { get; }

    public ApiClient TestMode { get; private init; } = null!;

    /// <summary>Part of every text that the neighbour was given.</summary>
    public required string Mark { get; init; }

    public string Room => $"{Mark}-room";

    public string Identity => $"{Mark}-identity";

    public string Banned => $"{Mark}-banned";

    public string Role => $"{Mark}-role";

    public string Label => $"customer={Mark}-label";

    public string TestRoom => $"{Mark}-test-room";

    public string Session { get; private set; } = "";

    public string Event { get; private set; } = "";

    public string TrackSid { get; private set; } = "";

    /// <summary>The draft of the current month's invoice.</summary>
    public string Invoice { get; private set; } = "";

    /// <summary>A recording.</summary>
    public string Recording { get; private set; } = "";

    /// <summary>A stream that goes out.</summary>
    public string Stream { get; private set; } = "";

    /// <summary>An ingress, of which nobody has the stream key.</summary>
    public string Ingress { get; private set; } = "";

    /// <summary>A webhook endpoint, of which nobody has the secret.</summary>
    public string WebhookEndpoint { get; private set; } = "";

    /// <summary>A delivery to that endpoint.</summary>
    public string WebhookDelivery { get; private set; } = "";

    /// <summary>A key's record, of which nobody has the secret.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>A request of its own that is in the log.</summary>
    public string Request { get; private set; } = "";

    /// <summary>An export that is ready.</summary>
    public string Export { get; private set; } = "";

    public string Erasure { get; private set; } = "";

    /// <summary>The number of its newest event.</summary>
    public string Place { get; private set; } = "";

    /// <summary>Ids of its own, which bear no mark.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>One for all tests of a stack: nobody changes it, or a test has failed.</summary>
    public static Task<Neighbour> OfAsync(StackFixture stack) =>
        Made.GetValue(stack, static made => new Lazy<Task<Neighbour>>(() => MakeAsync(made))).Value;

    /// <summary>All that PostgreSQL holds of it, and whether it is still in its room.</summary>
    public async Task<string> StateAsync()
    {
        var tables = await Stack.Database.QueryAsync(State, row => row.GetString(0));
        var digests = new List<string>();
        foreach (var table in tables)
        {
            var digest = await Stack.Database.ScalarAsync<string>(
                $"""
                select count(*) || ' ' || md5(coalesce(string_agg(r.text, ',' order by r.text), ''))
                from (select (to_jsonb(t) - array['last_used_at', 'last_used_ip', 'last_used_agent', 'last_seen_at'])::text as text from {table} t where tenant_id = $1) r
                """,
                Tenant.RowId);
            digests.Add($"{table}: {digest}");
        }

        digests.Add("grains: " + await Stack.Database.ScalarAsync<string>(
            "select md5(coalesce(string_agg(graintypestring || encode(payloadbinary, 'hex'), ',' order by graintypestring, grainidextensionstring), '')) from orleansstorage where grainidextensionstring like '%' || $1 || '%'",
            Tenant.Id));
        digests.Add($"in the room: {await LiveRoom.Simulator.IsThereAsync(await LiveRoom.LiveKitNameAsync(), Identity)}");
        return string.Join('\n', digests);
    }

    /// <summary>What of the neighbour's is in a text, apart from what the asker himself has sent; null for nothing.</summary>
    public string? LeakIn(string text, IEnumerable<string> sent)
    {
        var left = sent.OrderByDescending(static part => part.Length).Aggregate(text, static (rest, part) => rest.Replace(part, "", StringComparison.Ordinal));
        return left.Contains(Mark, StringComparison.Ordinal) ? Mark : Ids.FirstOrDefault(id => left.Contains(id, StringComparison.Ordinal));
    }

    private static async Task<Neighbour> MakeAsync(StackFixture stack)
    {
        var mark = $"canary{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        var created = await stack.Operator.PostAsync("/v1/operator/tenants", new { name = $"{mark} tenant", livekit_cluster = SiloSettings.SimulatedCluster });
        created.Expect(HttpStatusCode.Created);
        var key = created["api_key"].GetProperty("key").GetString()!;
        var tenant = new TestTenant(created.Text("id"), stack.Client(key), stack) { Key = key };
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = $"{mark}-room", metadata = $"{mark} metadata", labels = new { customer = $"{mark}-label" } });
        var neighbour = new Neighbour(stack, tenant, room) { Mark = mark, TestMode = await tenant.CreateTestModeClientAsync() };
        await neighbour.FurnishAsync(created["api_key"].GetProperty("id").GetString()!);
        return neighbour;
    }

    /// <summary>Two of each thing that is listed, so that every list has a second page.</summary>
    private async Task FurnishAsync(string keyId)
    {
        var api = Tenant.Api;
        foreach (var identity in new[] { Identity, $"{Mark}-second" })
        {
            await LiveRoom.JoinAsync(identity, new { identity, name = $"{Mark} name", metadata = $"{Mark} metadata", attributes = new { note = $"{Mark} attribute" }, labels = new { seat = $"{Mark}-seat" } });
        }

        foreach (var identity in new[] { $"{Mark}-gone", $"{Mark}-gone-too" })
        {
            await LiveRoom.JoinAsync(identity);
            await LiveRoom.LeaveAsync(identity);
        }

        TrackSid = await LiveRoom.PublishAsync(Identity, "microphone");
        var second = await SimulatedRoom.CreateAsync(Tenant, new { name = $"{Mark}-second-room" });
        await second.JoinAsync($"{Mark}-guest");
        foreach (var role in new[] { Role, $"{Mark}-second-role" })
        {
            Assert.True((int)(await api.PutAsync($"/v1/roles/{role}", """{"permissions":{"can_publish":true}}""")).Status < 300);
        }

        (await api.PostAsync($"{LiveRoom.Path}/participants/{Banned}/remove", """{"ban_seconds":3600}""")).Expect(HttpStatusCode.OK);
        (await api.PatchAsync("/v1/tenant", $$"""{"label_limits":[{"label":"{{Label}}","participants":7}]}""")).Expect(HttpStatusCode.OK);
        (await api.PostWithKeyAsync("/v1/rooms", new { name = $"{Mark}-keyed" }, $"{Mark}-key")).Expect(HttpStatusCode.Created);
        (await TestMode.PostAsync("/v1/rooms", new { name = TestRoom, metadata = $"{Mark} metadata" })).Expect(HttpStatusCode.Created);

        foreach (var identity in new[] { $"{Mark}-camera", $"{Mark}-second-camera" })
        {
            Ingress = (await api.PostAsync("/v1/ingress", new { room = Room, kind = "rtmp", identity, name = $"{Mark} name" })).Expect(HttpStatusCode.Created).Text("id");
        }

        await HaveWebhooksAsync();
        (await api.PutAsync("/v1/tenant/storage", Tenant.Stack.Store.Settings($"{Mark}-files"))).Expect(HttpStatusCode.OK);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Recording = (await api.PostAsync("/v1/recordings", new { room = Room, consent_confirmed = true })).Expect(HttpStatusCode.Created).Text("id");
            Stream = (await api.PostAsync(
                "/v1/streams", new { room = Room, urls = new[] { $"rtmp://live.example.com/app/{Mark}-key" }, consent_confirmed = true }))
                .Expect(HttpStatusCode.Created).Text("id");
        }

        await ExerciseRightsAsync();
        var sessions = (await api.GetAsync("/v1/sessions")).Expect(HttpStatusCode.OK).Data;
        var events = (await api.GetAsync("/v1/events?limit=100")).Expect(HttpStatusCode.OK).Data;
        Assert.True(sessions.Length >= 2 && events.Length >= 2, "every list of the neighbour's has a second page");
        Session = Id(sessions.First(session => session.GetProperty("room").GetString() == Room));
        Event = Id(events[0]);
        await Stack.Database.QueryAsync(
            """
            insert into invoices (tenant_id, invoice_id, period, plan, plan_name, currency, total, closed_at)
            select $1, uuid_at(m.month), m.month::date, 'free', 'Free', 'usd', 0, now() from (select date_trunc('month', now()) - interval '1 month' as month) m
            returning 1
            """,
            static row => row.GetInt32(0),
            Tenant.RowId);
        Invoice = Id((await api.GetAsync("/v1/billing/invoices")).Expect(HttpStatusCode.OK).Data[0]);
        Place = events.Max(static one => one.GetProperty("sequence").GetInt64()).ToString(CultureInfo.InvariantCulture);
        var participants = (await api.GetAsync($"/v1/sessions/{Session}")).Expect(HttpStatusCode.OK)["participants"].EnumerateArray();
        Ids =
        [
            Tenant.Id, Tenant.Id[4..], Tenant.RowId.ToString(), keyId, Tenant.Key, KeyId, Ingress, WebhookEndpoint, WebhookDelivery, Recording, Stream, Request, Export, Erasure, Invoice, TrackSid, await LiveRoom.LiveKitNameAsync(),
            .. sessions.Select(Id), .. events.Select(Id), .. sessions.Select(static session => session.GetProperty("livekit_sid").GetString()!),
            .. participants.SelectMany(static person => new[] { Id(person), person.GetProperty("livekit_sid").GetString()! }),
        ];
    }

    /// <summary>A key more, a request in the log, two exports one after the other, two end users forgotten; it is quiet again afterwards.</summary>
    private async Task ExerciseRightsAsync()
    {
        var api = Tenant.Api;
        KeyId = (await api.PostAsync("/v1/api-keys", new { name = $"{Mark} key" })).Expect(HttpStatusCode.Created).Text("id");
        Request = (await api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK).Headers["Request-Id"];
        await Eventually.HoldsAsync(async () => (await api.GetAsync($"/v1/request-logs?id={Request}")).Data.Length == 1, "the request is in the log");
        foreach (var _ in new[] { "first", "second" })
        {
            Export = (await api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
            await Eventually.EqualAsync("ready", async () => (await api.GetAsync($"/v1/privacy/exports/{Export}")).Text("state"), "the export is made");
        }

        foreach (var identity in new[] { $"{Mark}-forgotten", $"{Mark}-forgotten-too" })
        {
            Erasure = (await api.PostAsync("/v1/privacy/erasures", new { identity })).Expect(HttpStatusCode.Created).Text("id");
        }
    }

    /// <summary>Two endpoints that are switched off, so that nothing of theirs changes by itself, and two deliveries to one of them.</summary>
    private async Task HaveWebhooksAsync()
    {
        foreach (var name in new[] { $"{Mark}-hooks", $"{Mark}-second-hooks" })
        {
            WebhookEndpoint = (await Tenant.Api.PostAsync(
                "/v1/webhook-endpoints", new { url = $"{Tenant.Stack.Receiver.Url}/{name}", description = $"{Mark} hooks", enabled = false }))
                .Expect(HttpStatusCode.Created).Text("id");
        }

        var path = $"/v1/webhook-endpoints/{WebhookEndpoint}";
        foreach (var _ in new[] { "first", "second" })
        {
            WebhookDelivery = (await Tenant.Api.PostAsync($"{path}/test", "")).Expect(HttpStatusCode.Accepted).Text("id");
        }

        await Eventually.HoldsAsync(async () => (await Tenant.Api.GetAsync($"{path}/deliveries?status=delivered")).Data.Length == 2, "both tests have arrived");
    }

    private static string Id(JsonElement thing) => thing.GetProperty("id").GetString()!;
}
