using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Outbox;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>A tenant with a live room, in which documented requests make sense: its names are those of the file's examples.</summary>
public sealed class Scene
{
    public const string Room = "standup";
    public const string OtherRoom = "lobby";
    public const string Identity = "ada";

    private Person? _person;
    private string? _endpoint;

    private Scene(StackFixture stack, TestTenant tenant, SimulatedRoom room) => (Stack, Tenant, LiveRoom) = (stack, tenant, room);

    public StackFixture Stack { get; }

    public TestTenant Tenant { get; }

    public SimulatedRoom LiveRoom { get; }

    /// <summary>Somebody is in the room and publishes a microphone.</summary>
    public static async Task<Scene> SetAsync(StackFixture stack)
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = Room });
        await SimulatedRoom.CreateAsync(tenant, new { name = OtherRoom });
        await room.JoinAsync(Identity);
        await room.PublishAsync(Identity, "microphone");
        return new Scene(stack, tenant, room);
    }

    /// <summary>Sends an operation's documented example, with the right key.</summary>
    public async Task<ApiAnswer> SendAsync(ApiOperation operation, string? path = null, string? body = null, string query = "")
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), (path ?? Fill(operation)) + query);
        if ((body ?? operation.Example) is { } json)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await (operation.IsOperators ? Stack.Operator
            : operation.IsAnybodys ? Stack.Anonymous
            : operation.IsOfAccounts ? (await PersonAsync()).Api
            : Tenant.Api).SendAsync(request);
    }

    /// <summary>Somebody who is signed in, of another tenant.</summary>
    public async Task<Person> PersonAsync() => _person ??= await Person.SignUpVerifiedAsync(Stack);

    public string Fill(ApiOperation operation) =>
        operation.PathWith(("room", Room), ("identity", Identity), ("tenant", Tenant.Id), ("role", "speaker"), ("plan", "pro"));

    /// <summary>A message that could not be sent.</summary>
    public async Task<string> ParkedMessageIdAsync() => PublicIds.Encode("msg", await ParkedMessages.AddAsync(Stack, Tenant));

    /// <summary>An address to which mail has stopped.</summary>
    public async Task<string> MailSuppressionIdAsync() => PublicIds.Encode("msp", (await Stack.Database.QueryAsync(
        """
        insert into mail_suppressions (tenant_id, suppression_id, email, email_key, reason, since)
        values ($1, $2, 'x' || $2 || '@example.com', 'x' || $2 || '@example.com', 'bounced', now()) returning suppression_id
        """,
        static row => row.GetGuid(0),
        Tenant.RowId,
        Guid.CreateVersion7())).Single());

    public async Task<string> EventIdAsync() => (await Tenant.Api.GetAsync("/v1/events")).Expect(HttpStatusCode.OK).Data[0].GetProperty("id").GetString()!;

    /// <summary>An ingress that leads to the room.</summary>
    public async Task<string> IngressIdAsync() =>
        (await Tenant.Api.PostAsync("/v1/ingress", new { room = Room, kind = "rtmp", identity = "camera" })).Expect(HttpStatusCode.Created).Text("id");

    /// <summary>An endpoint that its backend takes everything at.</summary>
    public async Task<string> WebhookEndpointIdAsync() =>
        _endpoint ??= (await Tenant.Api.PostAsync("/v1/webhook-endpoints", new { url = $"{Stack.Receiver.Url}/{Tenant.Id}" })).Expect(HttpStatusCode.Created).Text("id");

    /// <summary>A delivery to that endpoint.</summary>
    public async Task<string> WebhookDeliveryIdAsync()
    {
        var path = $"/v1/webhook-endpoints/{await WebhookEndpointIdAsync()}";
        var id = (await Tenant.Api.PostAsync($"{path}/test", "")).Expect(HttpStatusCode.Accepted).Text("id");
        await Eventually.HoldsAsync(async () => (await Tenant.Api.GetAsync($"{path}/deliveries/{id}")).Status == HttpStatusCode.OK, "the test was sent");
        return id;
    }

    /// <summary>The draft of the current month's invoice.</summary>
    public async Task<string> InvoiceIdAsync() =>
        (await Tenant.Api.GetAsync("/v1/billing/invoices")).Expect(HttpStatusCode.OK).Data[0].GetProperty("id").GetString()!;

    /// <summary>A plan that the simulated Stripe sells.</summary>
    public async Task SetSoldPlanAsync(string plan) => (await Stack.Operator.PutAsync(
        $"/v1/operator/plans/{plan}",
        new { name = "Pro", currency = "usd", prices = new[] { new { meter = "participant_minutes", unit_price = "1", provider_price_id = SimulatedStripe.MinutePrice } } }))
        .Expect(HttpStatusCode.OK);

    /// <summary>Stripe knows the tenant, since it has asked for a page on which to subscribe.</summary>
    public async Task BecomeCustomerAsync()
    {
        await SetSoldPlanAsync("pro");
        (await Tenant.Api.PostAsync(
            "/v1/billing/checkout", new { plan = "pro", success_url = "https://app.example.com/done", cancel_url = "https://app.example.com/back" })).Expect(HttpStatusCode.Created);
    }

    /// <summary>The tenant has a bucket of its own.</summary>
    public async Task SetUpStorageAsync() =>
        (await Tenant.Api.PutAsync("/v1/tenant/storage", Stack.Store.Settings($"scene-{Tenant.Id}"))).Expect(HttpStatusCode.OK);

    /// <summary>A recording of the room that goes on.</summary>
    public async Task<string> RecordingIdAsync(object? order = null)
    {
        await SetUpStorageAsync();
        await LiveRoom.PublishAsync(Identity, "camera");
        var started = await Tenant.Api.PostAsync("/v1/recordings", order ?? new { room = Room, consent_confirmed = true });
        var id = started.Expect(HttpStatusCode.Created).Text("id");
        await Eventually.EqualAsync("active", async () => (await Tenant.Api.GetAsync($"/v1/recordings/{id}")).Text("status"), "it records");
        return id;
    }

    /// <summary>A recording that has ended, with its file.</summary>
    public async Task<string> EndedRecordingIdAsync()
    {
        var id = await RecordingIdAsync();
        (await Tenant.Api.PostAsync($"/v1/recordings/{id}/stop", new { })).Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync("complete", async () => (await Tenant.Api.GetAsync($"/v1/recordings/{id}")).Text("status"), "it has ended");
        return id;
    }

    /// <summary>A stream of the room that goes on.</summary>
    public async Task<string> StreamIdAsync()
    {
        await LiveRoom.PublishAsync(Identity, "camera");
        var started = await Tenant.Api.PostAsync(
            "/v1/streams", $$"""{"room":"{{Room}}","urls":["rtmp://live.example.com/app/key-canary"],"consent_confirmed":true}""");
        var id = started.Expect(HttpStatusCode.Created).Text("id");
        await Eventually.EqualAsync("active", async () => (await Tenant.Api.GetAsync($"/v1/streams/{id}")).Text("status"), "it streams");
        return id;
    }

    /// <summary>A key that nothing else needs.</summary>
    public async Task<string> ApiKeyIdAsync() =>
        (await Tenant.Api.PostAsync("/v1/api-keys", """{"name":"Spare"}""")).Expect(HttpStatusCode.Created).Text("id");
    /// <summary>The id of a request that is in the log by now.</summary>
    public async Task<string> RequestIdAsync()
    {
        var id = (await Tenant.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK).Headers["Request-Id"];
        await Eventually.HoldsAsync(async () => (await Tenant.Api.GetAsync($"/v1/request-logs?id={id}")).Data.Length == 1, "the request is in the log");
        return id;
    }

    /// <summary>A documented bucket at a service that is there.</summary>
    public string GoodStorage(string example)
    {
        var body = JsonNode.Parse(example)!;
        (body["endpoint"], body["force_path_style"]) = (Stack.Buckets.Url, true);
        return body.ToJsonString();
    }

    public async Task<string> ExportIdAsync() => (await Tenant.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");

    /// <summary>An incident that nobody had to flood the stack for.</summary>
    public async Task<string> AbuseIncidentIdAsync()
    {
        var id = await Stack.Database.ScalarAsync<Guid>(
            """
            insert into abuse_incidents (incident_id, rule, subject, stage, counted, threshold, stage_at, until)
            values ($2, 'mints', $1, 'slowed', 9, 1, now(), now() + interval '1 hour') returning incident_id
            """,
            Tenant.RowId,
            Guid.CreateVersion7());
        return PublicIds.Encode("abu", id);
    }

    public async Task<string> SessionIdAsync() => (await Tenant.Api.GetAsync("/v1/sessions")).Expect(HttpStatusCode.OK).Data[0].GetProperty("id").GetString()!;
}
