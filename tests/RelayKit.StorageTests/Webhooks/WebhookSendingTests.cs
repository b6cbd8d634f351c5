using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Storage.Webhooks;
using RelayKit.StorageTests.Events;
using RelayKit.StorageTests.Ledger;
using RelayKit.Webhooks;

namespace RelayKit.StorageTests.Webhooks;

/// <summary>What is sent, how often, and what is written down of it: the real sender, dispatcher and database, in a time that a test moves.</summary>
public sealed class WebhookSendingTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    [Fact]
    public async Task An_event_arrives_signed_as_the_log_has_it_and_is_gone()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        var one = await scene.TellAsync(tenant);

        Assert.Equal((1, 0), (await scene.SendAsync(), await scene.SendAsync()));

        var request = Assert.Single(scene.Receiver.Received);
        var logged = (await database.Log.FindAsync(tenant, one.Id, CancellationToken.None))!;
        Assert.Equal(Encoding.UTF8.GetString(WebhookBody.Of(logged)), request.Body);
        Assert.Equal(PublicId.Format(PublicId.Event, one.Id), request.Headers["webhook-id"]);
        Assert.Equal(WebhookVerdict.Valid, Verify(scene, endpoint.Secret, request));
        var attempt = Assert.Single(await scene.LastAsync(endpoint));
        Assert.Equal((1, WebhookState.Delivered, 204, 1L), (attempt.Number, attempt.State, attempt.Answer!.Status, attempt.Sequence));
        Assert.Equal(scene.Time.GetUtcNow(), UuidVersion7.InstantOf(attempt.Id));
        Assert.Equal((null, scene.Time.GetUtcNow()), ((await scene.ReadAsync(endpoint)).FailingSince, (await scene.ReadAsync(endpoint)).LastSucceededAt));
    }

    [Fact]
    public async Task What_fails_is_tried_ten_times_with_one_id_and_signatures_of_their_own_and_then_rests()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        var one = await scene.TellAsync(tenant);
        var beganAt = scene.Time.GetUtcNow();
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(500, body: "not today");

        for (var number = 1; number <= 10; number++)
        {
            Assert.Equal(1, await scene.SendAsync());
            var last = Assert.Single(await scene.LastAsync(endpoint));
            Assert.Equal((number, number < 10 ? WebhookState.Retrying : WebhookState.Exhausted, "not today"), (last.Number, last.State, last.Answer!.Body));
            Assert.Equal(number < 10, last.NextAt is not null);
            scene.Time.Advance((last.NextAt ?? scene.Time.GetUtcNow()) - scene.Time.GetUtcNow());
        }

        Assert.Equal(0, await scene.SendAsync());
        Assert.Empty(await scene.WaitingAsync());
        Assert.InRange(scene.Time.GetUtcNow() - beganAt, new TimeSpan(75, 35, 5), new TimeSpan(75, 35, 5) * 1.1);
        Assert.Single(scene.Receiver.Received.Select(static request => request.Headers["webhook-id"]).Distinct());
        Assert.Single(scene.Receiver.Received.Select(static request => request.Body).Distinct());
        Assert.Equal(10, scene.Receiver.Received.Select(static request => request.Headers["webhook-signature"]).Distinct().Count());
        Assert.Equal(10, (await scene.Deliveries.FindAsync(tenant, endpoint.Id, (await scene.LastAsync(endpoint))[0].Delivery, CancellationToken.None)).Length);
        Assert.Equal(beganAt, (await scene.ReadAsync(endpoint)).FailingSince);
        Assert.Equal(one.Id, (await scene.LastAsync(endpoint))[0].Event);
    }

    [Fact]
    public async Task A_success_ends_a_failing_and_a_receiver_that_asks_to_be_spared_is()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        await scene.TellAsync(tenant);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(429, "retry-after: 600\r\n");
        await scene.SendAsync();

        Assert.Equal(scene.Time.GetUtcNow() + TimeSpan.FromSeconds(600), (await scene.LastAsync(endpoint))[0].NextAt);
        Assert.NotNull((await scene.ReadAsync(endpoint)).FailingSince);
        scene.Time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(0, await scene.SendAsync());
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(200);
        Assert.Equal(1, await scene.SendAsync());
        Assert.Null((await scene.ReadAsync(endpoint)).FailingSince);
        Assert.Equal((2, WebhookState.Delivered), ((await scene.LastAsync(endpoint)).Single().Number, (await scene.LastAsync(endpoint)).Single().State));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_gets_nothing_more_and_the_tenant_is_told_once()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        await scene.TellAsync(tenant);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(410);
        await scene.SendAsync();

        var stopped = await scene.ReadAsync(endpoint);
        Assert.Equal((false, WebhookStop.Gone, 2L), (stopped.IsEnabled, stopped.Stop, stopped.Version));
        await scene.TellAsync(tenant);
        Assert.Equal(0, await scene.SendAsync());

        var notices = new PlayedNotices();
        await using var ledger = new RunningLedger(database.ConnectionString);
        using var watch = new WebhookHealthWatch(database.Sources, ledger.Ledger, notices, scene.Time, NullLogger<WebhookHealthWatch>.Instance);
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(["stopped"], notices.Told);
        Assert.Single(await EventsAsync(tenant, TenantEventTypes.WebhookEndpointDisabled));
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_told_of_after_a_day_and_switched_off_after_five()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        await scene.TellAsync(tenant);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(503);
        await scene.SendAsync();
        var notices = new PlayedNotices();
        await using var ledger = new RunningLedger(database.ConnectionString);
        using var watch = new WebhookHealthWatch(database.Sources, ledger.Ledger, notices, scene.Time, NullLogger<WebhookHealthWatch>.Instance);

        async Task AfterAsync(TimeSpan time, bool isEnabled, params string[] told)
        {
            scene.Time.Advance(time);
            await watch.LookAsync(CancellationToken.None);
            await watch.LookAsync(CancellationToken.None);
            Assert.Equal(told, notices.Told);
            Assert.Equal(isEnabled, (await scene.ReadAsync(endpoint)).IsEnabled);
        }

        await AfterAsync(TimeSpan.FromHours(23.9), true);
        await AfterAsync(TimeSpan.FromHours(0.2), true, "failing");
        await AfterAsync(TimeSpan.FromDays(3.9), true, "failing");
        await AfterAsync(TimeSpan.FromDays(0.2), false, "failing", "stopped");
        Assert.Equal(WebhookStop.Failing, (await scene.ReadAsync(endpoint)).Stop);
        Assert.Single(await EventsAsync(tenant, TenantEventTypes.WebhookEndpointDisabled));

        // Switched on again, it begins anew.
        var off = await scene.ReadAsync(endpoint);
        Assert.True(await scene.Endpoints.SaveAsync(off with { IsEnabled = true, Stop = null, StoppedAt = null, Version = off.Version + 1 }, CancellationToken.None));
        Assert.Equal((true, null, WebhookTold.Nothing), ((await scene.ReadAsync(endpoint)).IsEnabled, (await scene.ReadAsync(endpoint)).FailingSince, (await scene.ReadAsync(endpoint)).Told));
    }

    [Fact]
    public async Task What_is_replayed_goes_out_once_more_under_its_own_id()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant, types: TenantEventTypes.RoomStarted);
        var (first, other, last) = (await scene.TellAsync(tenant), await scene.TellAsync(tenant, TenantEventTypes.RoomFinished), await scene.TellAsync(tenant));
        await scene.SendAsync();
        Assert.Equal(2, scene.Receiver.Received.Count);

        Assert.Equal(new WebhookReplayed(2, 3, 3), await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint), CancellationToken.None));
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.SendAsync();
        Assert.Equal(new WebhookReplayed(1, 1, 3), await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { After = 2, UpTo = 9 }, CancellationToken.None));
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.SendAsync();
        Assert.Equal(new WebhookReplayed(0, 3, 3), await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { OnlyUndelivered = true }, CancellationToken.None));

        // Whoever names an event means it, whatever the endpoint asks for.
        Assert.Equal(1, (await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { Event = other.Id }, CancellationToken.None)).Queued);
        Assert.Equal(0, (await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { Event = Guid.CreateVersion7() }, CancellationToken.None)).Looked);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.SendAsync();

        var ids = scene.Receiver.Received.GroupBy(static request => request.Headers["webhook-id"]).ToDictionary(static group => group.Key, static group => group.Count());
        Assert.Equal((2, 1, 3), (ids[Public(first)], ids[Public(other)], ids[Public(last)]));
        var deliveries = await scene.LastAsync(endpoint);
        Assert.Equal(3, deliveries.Length);
        Assert.Equal(3, (await scene.Deliveries.FindAsync(tenant, endpoint.Id, deliveries.Single(one => one.Event == last.Id).Delivery, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task What_waits_for_its_next_try_has_it_at_once_when_it_is_replayed()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        var one = await scene.TellAsync(tenant);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(500);
        await scene.SendAsync();
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(200);

        Assert.Equal(0, await scene.SendAsync());
        Assert.Equal(1, (await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { OnlyUndelivered = true }, CancellationToken.None)).Queued);
        scene.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await scene.SendAsync());
        Assert.Equal((1, WebhookState.Delivered, one.Id), ((await scene.LastAsync(endpoint)).Single().Number, (await scene.LastAsync(endpoint)).Single().State, (await scene.LastAsync(endpoint)).Single().Event));
    }

    [Fact]
    public async Task A_test_goes_out_though_the_endpoint_is_off_and_says_nothing_of_it()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var endpoint = await scene.EndpointAsync(EventDatabase.NewTenant(), isEnabled: false);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(410);
        var id = UuidVersion7.Of(scene.Time.GetUtcNow().ToUnixTimeMilliseconds(), Guid.NewGuid().ToByteArray());

        var delivery = await scene.Deliveries.TestAsync(endpoint, id, CancellationToken.None);
        Assert.Equal(1, await scene.SendAsync());

        Assert.Contains("\"type\":\"webhook.test\"", scene.Receiver.Received.Single().Body, StringComparison.Ordinal);
        var attempt = Assert.Single(await scene.LastAsync(endpoint));
        Assert.Equal((delivery, id, WebhookState.Gone, null), (attempt.Delivery, attempt.Event, attempt.State, attempt.Sequence));
        Assert.Equal((null, null), ((await scene.ReadAsync(endpoint)).Stop, (await scene.ReadAsync(endpoint)).FailingSince));
    }

    [Fact]
    public async Task While_secrets_change_both_sign_and_none_stands_in_what_came_back()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        var newer = WebhookSecret.Generate();
        Assert.True(await scene.Endpoints.SaveAsync(
            endpoint with
            {
                Secret = newer.ToBytes(),
                PreviousSecret = endpoint.Secret,
                PreviousUntil = scene.Time.GetUtcNow().AddHours(1),
                Version = 2,
            },
            CancellationToken.None));
        scene.Receiver.Play = _ => PlayedReceiver.Answer(400, body: $"bad {newer.Text} {scene.Receiver.Received.Last().Headers["webhook-signature"]}");
        await scene.TellAsync(tenant);
        await scene.SendAsync();

        var request = scene.Receiver.Received.Last();
        Assert.Equal((WebhookVerdict.Valid, WebhookVerdict.Valid), (Verify(scene, newer.ToBytes(), request), Verify(scene, endpoint.Secret, request)));
        var body = (await scene.LastAsync(endpoint)).Single().Answer!.Body!;
        Assert.Equal("bad whsec_[redacted] v1,[redacted] v1,[redacted]", body);

        scene.Time.Advance(TimeSpan.FromHours(2));
        await scene.SendAsync();
        var later = scene.Receiver.Received.Last();
        Assert.Equal((WebhookVerdict.Valid, WebhookVerdict.SignatureInvalid), (Verify(scene, newer.ToBytes(), later), Verify(scene, endpoint.Secret, later)));
    }

    [Fact]
    public async Task Of_a_receiver_that_repeats_its_request_and_more_nothing_is_kept_that_tells_of_anybody()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        scene.Receiver.Play = _ => PlayedReceiver.Answer(
            422, "location: /users/canary-identity?t=1\r\n", $"{scene.Receiver.Received.Last().Body} Authorization: Bearer canary-token canary@example.com");
        await database.AppendAsync(
            tenant, scene.Event() with { Data = """{"room":"standup","mode":"live","participant":{"identity":"canary-identity","name":"Canary Name"}}""" });

        await scene.SendAsync();

        Assert.Contains("Canary Name", scene.Receiver.Received.Single().Body, StringComparison.Ordinal);
        await using var select = database.Sources.Jobs.CreateCommand("select string_agg(a::text, ' ') from webhook_attempts a where endpoint_id = $1");
        select.Parameters.AddWithValue(endpoint.Id);
        var kept = (string)(await select.ExecuteScalarAsync())!;
        Assert.DoesNotContain("canary", kept, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("standup", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_deleted_or_switched_off_gets_nothing_that_waits()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var (deleted, off) = (await scene.EndpointAsync(tenant), await scene.EndpointAsync(tenant));
        await scene.TellAsync(tenant);
        await scene.Endpoints.RemoveAsync(tenant, deleted.Id, CancellationToken.None);
        await scene.Endpoints.SaveAsync(off with { IsEnabled = false, Version = 2 }, CancellationToken.None);

        Assert.Equal(2, await scene.SendAsync());

        Assert.Empty(scene.Receiver.Received);
        Assert.Empty(await scene.WaitingAsync());
        Assert.Empty(await scene.LastAsync(off));
    }

    [Fact]
    public async Task What_was_to_be_tried_again_at_an_endpoint_that_was_switched_off_rests_and_can_be_replayed()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        var endpoint = await scene.EndpointAsync(tenant);
        await scene.TellAsync(tenant);
        scene.Receiver.Play = static _ => PlayedReceiver.Answer(500);
        await scene.SendAsync();
        await scene.Endpoints.SaveAsync(endpoint with { IsEnabled = false, Version = 2 }, CancellationToken.None);
        scene.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await scene.SendAsync());

        Assert.Single(scene.Receiver.Received);
        Assert.Equal((WebhookState.Exhausted, null), ((await scene.LastAsync(endpoint)).Single().State, (await scene.LastAsync(endpoint)).Single().NextAt));
        Assert.Equal(1, (await scene.Deliveries.ReplayAsync(new WebhookReplay(endpoint) { OnlyUndelivered = true }, CancellationToken.None)).Queued);
    }

    [Fact]
    public async Task A_message_that_names_nothing_is_dropped_and_holds_up_no_other()
    {
        using var scene = await WebhookScene.SetAsync(database);
        var tenant = EventDatabase.NewTenant();
        await scene.EndpointAsync(tenant);
        await using (var insert = database.Sources.Jobs.CreateCommand(
            "insert into outbox (message_id, kind, destination, tenant_id, created_at, due_at) values (gen_random_uuid(), 'webhook', 'nowhere', $1, now(), '-infinity')"))
        {
            insert.Parameters.AddWithValue(tenant.Value);
            await insert.ExecuteNonQueryAsync();
        }

        await scene.TellAsync(tenant);

        Assert.Equal(2, await scene.SendAsync());
        Assert.Single(scene.Receiver.Received);
        Assert.Empty(await scene.WaitingAsync());
    }

    private static string Public(LoggedEvent one) => PublicId.Format(PublicId.Event, one.Id);

    private static WebhookVerdict Verify(WebhookScene scene, byte[] secret, ReceivedRequest request) => WebhookSignature.Verify(
        [WebhookSecret.FromBytes(secret)],
        request.Headers["webhook-id"],
        request.Headers["webhook-timestamp"],
        request.Headers["webhook-signature"],
        Encoding.UTF8.GetBytes(request.Body),
        scene.Time.GetUtcNow());

    private async Task<LoggedEvent[]> EventsAsync(RelayKit.Tenants.TenantId tenant, string type) =>
        [.. (await database.Log.ReadAsync(new EventLogQuery(tenant, null, 0, 100), CancellationToken.None)).Events.Where(one => one.Type == type)];

    /// <summary>Remembers what was told.</summary>
    private sealed class PlayedNotices : IWebhookNotices
    {
        public List<string> Told { get; } = [];

        public Task TellFailingAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
        {
            Told.Add("failing");
            return Task.CompletedTask;
        }

        public Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
        {
            Told.Add("stopped");
            return Task.CompletedTask;
        }
    }
}
