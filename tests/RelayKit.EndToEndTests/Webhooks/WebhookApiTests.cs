using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using RelayKit.Client;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Webhooks;

/// <summary>A tenant's webhooks over HTTP, to a backend of the test's: what comes, how it is signed, what is shown of it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class WebhookApiTests(StackFixture stack)
{
    private const string Path = "/v1/webhook-endpoints";

    private readonly string _backend = $"b{Guid.NewGuid():n}";

    private PlayedReceiver Receiver => stack.Receiver;

    [Fact]
    public async Task An_event_comes_signed_as_the_log_shows_it()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await CreateAsync(tenant.Api);

        await TellAsync(tenant.Api);

        var got = await GotAsync(1);
        var one = new WebhookVerifier(made.Text("secret")).Verify(got[0].Header, got[0].Body);
        var shown = (await tenant.Api.GetAsync($"/v1/events/{one.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(("api_key.created", shown.Number("sequence"), one.Id), (one.Type, one.Sequence, got[0].Header("webhook-id")));
        Assert.Equal(shown["data"].GetRawText(), one.Data.GetRawText());
        Assert.StartsWith("RelayKit/", got[0].Header("user-agent"), StringComparison.Ordinal);
        Assert.Null(got[0].Header("x-forwarded-for"));
        Assert.Null(got[0].Header("traceparent"));
    }

    [Fact]
    public async Task An_endpoint_is_made_shown_changed_and_deleted_and_its_secret_is_in_one_answer_alone()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await CreateAsync(tenant.Api, new { url = Url(), description = "Billing", event_types = new[] { "recording.*" }, enabled = false });
        var (path, secret) = ($"{Path}/{made.Text("id")}", made.Text("secret"));

        Assert.Equal(("Billing", "live", false), (made.Text("description"), made.Text("mode"), made["enabled"].GetBoolean()));
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var changed = (await tenant.Api.PatchAsync(path, new { event_types = Array.Empty<string>(), description = (string?)null, enabled = true })).Expect(HttpStatusCode.OK);
        Assert.Equal((0, true), (changed["event_types"].GetArrayLength(), changed["enabled"].GetBoolean()));
        Assert.Equal(changed.Body, (await tenant.Api.GetAsync(path)).Expect(HttpStatusCode.OK).Body);
        Assert.Single((await tenant.Api.GetAsync(Path)).Expect(HttpStatusCode.OK).Data);
        Assert.Empty((await (await tenant.CreateTestModeClientAsync()).GetAsync(Path)).Data);
        foreach (var answer in new[] { changed, await tenant.Api.GetAsync(path), await tenant.Api.GetAsync(Path) })
        {
            Assert.DoesNotContain(secret[6..], answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("whsec_", answer.Body, StringComparison.Ordinal);
        }

        (await tenant.Api.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        (await tenant.Api.GetAsync(path)).Expect(HttpStatusCode.NotFound, "webhook_endpoint_not_found");
        Assert.DoesNotContain(secret[6..], stack.SiloOutput, StringComparison.Ordinal);
        Assert.Equal(0L, await stack.Database.ScalarAsync<long>(
            "select count(*) from audit_log t where t.tenant_id = $1 and strpos(t::text, $2) > 0", tenant.RowId, secret[6..]));
        Assert.Equal(3L, await stack.Database.ScalarAsync<long>(
            "select count(distinct action) from audit_log where tenant_id = $1 and action like '%WebhookEndpoint'", tenant.RowId));
    }

    [Theory]
    [InlineData("""{"url":"ftp://example.com/"}""", "/url")]
    [InlineData("""{"url":"http://user@127.0.0.1:8080/"}""", "/url")]
    [InlineData("""{"url":"not an address"}""", "/url")]
    [InlineData("""{"url":"http://no-such-host.invalid/"}""", "/url")]
    [InlineData("""{}""", "/url")]
    [InlineData("""{"url":"http://127.0.0.1:8080/","event_types":["recording.*","recordings.done"]}""", "/event_types/1")]
    [InlineData("""{"url":"http://127.0.0.1:8080/","secret":"whsec_mine"}""", "/secret")]
    public async Task What_makes_no_endpoint_is_said_by_field(string body, string pointer) =>
        (await (await stack.CreateTenantAsync()).Api.PostAsync(Path, body)).ExpectInvalid(pointer);

    [Fact]
    public async Task The_same_key_makes_one_endpoint_and_gives_one_secret_and_rotates_once()
    {
        var tenant = await stack.CreateTenantAsync();
        var first = await tenant.Api.PostWithKeyAsync(Path, new { url = Url() }, "make");
        var again = await tenant.Api.PostWithKeyAsync(Path, new { url = Url() }, "make");
        Assert.Equal(first.Body, again.Body);

        var path = $"{Path}/{first.Text("id")}/rotate-secret";
        var rotated = await tenant.Api.PostWithKeyAsync(path, new { overlap_seconds = 60 }, "rotate");
        Assert.Equal(rotated.Text("secret"), (await tenant.Api.PostWithKeyAsync(path, new { overlap_seconds = 60 }, "rotate")).Text("secret"));
        Assert.NotEqual(first.Text("secret"), rotated.Text("secret"));

        await TellAsync(tenant.Api);
        var got = (await GotAsync(1))[0];
        new WebhookVerifier(first.Text("secret")).Verify(got.Header, got.Body);
        new WebhookVerifier(rotated.Text("secret")).Verify(got.Header, got.Body);
        Assert.Equal(2, got.Header("webhook-signature")!.Split(' ').Length);
    }

    [Fact]
    public async Task A_test_is_sent_and_its_delivery_shows_what_was_sent_and_what_came_back()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await CreateAsync(tenant.Api, new { url = Url(), enabled = false });
        var path = $"{Path}/{made.Text("id")}";
        Receiver.Play(_backend, async context =>
        {
            context.Response.StatusCode = 422;
            context.Response.Headers["set-cookie"] = "session=secret-of-the-backend";
            await context.Response.WriteAsync($"I was sent {context.Request.Headers["webhook-signature"]}");
        });

        var test = (await tenant.Api.PostAsync($"{path}/test", "")).Expect(HttpStatusCode.Accepted);
        await Eventually.HoldsAsync(async () => (await tenant.Api.GetAsync($"{path}/deliveries/{test.Text("id")}")).Status == HttpStatusCode.OK, "the test was sent");

        var delivery = (await tenant.Api.GetAsync($"{path}/deliveries/{test.Text("id")}")).Expect(HttpStatusCode.OK);
        var got = Receiver.Of(_backend)[0];
        Assert.Equal((Encoding.UTF8.GetString(got.Body), "webhook.test", "retrying"), (delivery.Text("request_body"), delivery.Text("event_type"), delivery.Text("status")));
        var attempt = delivery["attempts"][0];
        Assert.Equal((422, "I was sent v1,[redacted]"), (attempt.GetProperty("response_status").GetInt32(), attempt.GetProperty("response_body").GetString()));
        Assert.DoesNotContain("secret-of-the-backend", delivery.Body, StringComparison.Ordinal);
        Assert.Equal(0, new WebhookVerifier(made.Text("secret")).Verify(got.Header, got.Body).Sequence);
        Assert.Equal(test.Text("id"), (await tenant.Api.GetAsync($"{path}/deliveries?status=retrying&event_type=webhook.test")).Data.Single().GetProperty("id").GetString());
        Assert.Empty((await tenant.Api.GetAsync($"{path}/deliveries?status=delivered")).Expect(HttpStatusCode.OK).Data);
    }

    [Fact]
    public async Task What_failed_is_tried_again_and_can_be_replayed()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await CreateAsync(tenant.Api);
        var path = $"{Path}/{made.Text("id")}";
        Receiver.Play(_backend, 500);
        await TellAsync(tenant.Api);
        await GotAsync(1);
        Receiver.Play(_backend, 204);

        var got = await GotAsync(2);
        Assert.Equal(got[0].Header("webhook-id"), got[1].Header("webhook-id"));
        await Eventually.HoldsAsync(async () => (await tenant.Api.GetAsync($"{path}/deliveries?status=delivered")).Data.Length == 1, "the second try is written down");
        var shown = (await tenant.Api.GetAsync($"{path}/deliveries")).Data.Single();
        Assert.Equal((2, got[0].Header("webhook-id")), (shown.GetProperty("attempts").GetInt32(), shown.GetProperty("event_id").GetString()));

        Assert.Equal(1, (await tenant.Api.PostAsync($"{path}/replay", new { from_sequence = 1 })).Expect(HttpStatusCode.Accepted).Number("queued"));
        Assert.Equal(got[0].Header("webhook-id"), (await GotAsync(3))[2].Header("webhook-id"));
        Assert.Equal(0, (await tenant.Api.PostAsync($"{path}/replay", new { from = DateTimeOffset.UtcNow.AddHours(1) })).Expect(HttpStatusCode.Accepted).Number("queued"));
        (await tenant.Api.PostAsync($"{path}/replay", "{}")).ExpectInvalid("");
        (await tenant.Api.PostAsync($"{path}/replay", new { to_sequence = 4 })).ExpectInvalid("/from_sequence");
        (await tenant.Api.PatchAsync(path, new { enabled = false })).Expect(HttpStatusCode.OK);
        (await tenant.Api.PostAsync($"{path}/replay", new { from_sequence = 1 })).Expect(HttpStatusCode.Conflict, "webhook_endpoint_disabled");
    }

    [Fact]
    public async Task An_endpoint_that_hangs_delays_no_other()
    {
        var tenant = await stack.CreateTenantAsync();
        var hanging = await CreateAsync(tenant.Api, new { url = $"{Receiver.Url}/{_backend}-hangs" });
        await CreateAsync(tenant.Api);
        var released = new TaskCompletionSource();
        Receiver.Play($"{_backend}-hangs", _ => released.Task);
        try
        {
            foreach (var _ in Enumerable.Range(0, 40))
            {
                await TellAsync(tenant.Api);
            }

            await GotAsync(40);
            Assert.InRange(Receiver.Of($"{_backend}-hangs").Length, 1, 10);
        }
        finally
        {
            released.SetResult();
            (await tenant.Api.DeleteAsync($"{Path}/{hanging.Text("id")}")).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_and_can_be_switched_on_again()
    {
        var tenant = await stack.CreateTenantAsync();
        var path = $"{Path}/{(await CreateAsync(tenant.Api)).Text("id")}";
        Receiver.Play(_backend, 410);
        await TellAsync(tenant.Api);
        await Eventually.HoldsAsync(async () => !(await tenant.Api.GetAsync(path))["enabled"].GetBoolean(), "the endpoint is switched off");
        Assert.Equal("gone", (await tenant.Api.GetAsync(path)).Text("disabled_reason"));

        Receiver.Play(_backend, 204);
        var on = (await tenant.Api.PatchAsync(path, new { enabled = true })).Expect(HttpStatusCode.OK);
        Assert.Equal((System.Text.Json.JsonValueKind.Null, System.Text.Json.JsonValueKind.Null), (on["disabled_reason"].ValueKind, on["failing_since"].ValueKind));
        await TellAsync(tenant.Api);
        await Eventually.HoldsAsync(() => Task.FromResult(Receiver.Of(_backend).Length == 2), "the next event comes");
    }

    [Fact]
    public async Task There_are_as_many_endpoints_as_there_may_be_and_no_more()
    {
        var tenant = await stack.CreateTenantAsync();
        for (var i = 0; i < SiloSettings.WebhookEndpoints; i++)
        {
            await CreateAsync(tenant.Api);
        }

        (await tenant.Api.PostAsync(Path, new { url = Url() })).Expect(HttpStatusCode.Conflict, "too_many");
    }

    private string Url() => $"{Receiver.Url}/{_backend}";

    private async Task<ApiAnswer> CreateAsync(ApiClient api, object? body = null) =>
        (await api.PostAsync(Path, body ?? new { url = Url() })).Expect(HttpStatusCode.Created);

    /// <summary>Something happens that the log tells of at once.</summary>
    private static async Task TellAsync(ApiClient api) => (await api.PostAsync("/v1/api-keys", new { name = "A key" })).Expect(HttpStatusCode.Created);

    private async Task<ReceivedWebhook[]> GotAsync(int count)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(Receiver.Of(_backend).Length >= count), $"{count} requests have come");
        return Receiver.Of(_backend);
    }
}
