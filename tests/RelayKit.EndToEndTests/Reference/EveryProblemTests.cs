using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;
using RelayKit.EndToEndTests.Storage;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>Every error code of the OpenAPI file, provoked. A code without a line here fails.</summary>
[Collection(SharedStackTests.Name)]
public sealed class EveryProblemTests(StackFixture stack)
{
    /// <summary>Provoked where they belong: what has to be broken for them would break the shared stack.</summary>
    private static readonly Dictionary<string, string> ProvokedElsewhere = new()
    {
        ["address_blocked"] = "Abuse/AbuseApiTests",
        ["bad_request"] = "Reference/RawRequestTests",
        ["internal_error"] = "Api/Problems/FaultProblemsTests in the unit tests",
        ["temporarily_unavailable"] = "Cluster/PostgresCutTests",
        ["too_many_streams"] = "Usage/UsageStreamTests",
        ["storage_private_address"] = "Storage/PrivateAddressTests",
        ["recording_key_refused"] = "Isolation/ObjectKeyApiTests",
        ["storage_timed_out"] = "Storage/ObjectStorage/ProbeTests in the unit tests",
        ["idempotency_key_in_use"] = "Idempotency",
        ["idempotency_key_reused"] = "Idempotency",
        ["token_malformed"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_algorithm_not_allowed"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_wrong_issuer"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_unknown_key"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_bad_signature"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_wrong_audience"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_expired"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_not_yet_valid"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["token_signed_out"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["no_account"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
        ["identity_provider_unavailable"] = "Api/Accounts/SupabaseBearerTests in the unit tests",
    };

    private static readonly Dictionary<string, Func<Scene, Task<ApiAnswer>>> Provocations = new()
    {
        ["plan_not_found"] = scene => scene.Stack.Operator.DeleteAsync("/v1/operator/plans/no-such-plan"),
        ["plan_in_use"] = async scene =>
        {
            await scene.Stack.Operator.PutAsync("/v1/operator/plans/taken", """{"name":"Taken","currency":"usd","prices":[]}""");
            await scene.Stack.Operator.PutAsync($"/v1/operator/tenants/{scene.Tenant.Id}/billing", new { plan = "taken" });
            return await scene.Stack.Operator.DeleteAsync("/v1/operator/plans/taken");
        },
        ["invoice_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/billing/invoices/ivc_01arz3ndektsv4rrffq69g5fav"),
        ["invoice_line_not_found"] = async scene => await scene.Tenant.Api.GetAsync($"/v1/billing/invoices/{await scene.InvoiceIdAsync()}/lines/fixed_fee/sessions"),
        ["billing_provider_unavailable"] = async scene =>
        {
            await scene.BecomeCustomerAsync();
            await scene.Stack.Stripe.AddFaultAsync("unavailable", "/v1/billing_portal", 100);
            try
            {
                return await scene.Tenant.Api.PostAsync("/v1/billing/portal", new { return_url = "https://example.com" });
            }
            finally
            {
                await scene.Stack.Stripe.EndFaultsAsync();
            }
        },
        // Of somebody who is no customer yet; Billing/WithoutProviderTests has the operator that has no provider.
        ["billing_not_set_up"] = scene => scene.Tenant.Api.PostAsync("/v1/billing/portal", new { return_url = "https://example.com" }),
        ["invalid_request"] = scene => scene.Tenant.Api.GetAsync("/v1/rooms?colour=red"),
        ["invalid_json"] = scene => scene.Tenant.Api.PostAsync("/v1/rooms", "{"),
        ["missing_api_key"] = scene => scene.Stack.Anonymous.GetAsync("/v1/rooms"),
        ["invalid_api_key"] = scene => scene.Stack.Client("rk_live_x").GetAsync("/v1/rooms"),
        ["not_signed_in"] = scene => scene.Stack.Anonymous.GetAsync("/v1/me"),
        ["invalid_credentials"] = scene => scene.Stack.Anonymous.PostAsync("/v1/auth/signin", new { email = Person.NewEmail(), password = "x" }),
        ["cross_site_request"] = async scene =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/signout");
            request.Headers.Add("Cookie", (await scene.PersonAsync()).Cookie);
            request.Headers.Add("Origin", "https://other.example");
            return await scene.Stack.Anonymous.SendAsync(request);
        },
        ["email_not_verified"] = async scene => await (await Person.SignUpAsync(scene.Stack)).Api.PostAsync("/v1/rooms", new { name = "lobby" }),
        ["invalid_token"] = scene => scene.Stack.Anonymous.PostAsync("/v1/auth/verify-email", new { token = "x" }),
        ["email_taken"] = async scene => await scene.Stack.Anonymous.PostAsync(
            "/v1/auth/signup", new { email = (await scene.PersonAsync()).Email, password = Person.Password, organization = "Acme" }),
        ["last_owner"] = async scene => await (await scene.PersonAsync()).Api.DeleteAsync($"/v1/accounts/{(await scene.PersonAsync()).AccountId}"),
        ["account_not_found"] = async scene => await (await scene.PersonAsync()).Api.DeleteAsync("/v1/accounts/acc_01arz3ndektsv4rrffq69g5fav"),
        ["invitation_not_found"] = async scene => await (await scene.PersonAsync()).Api.DeleteAsync("/v1/invitations/inv_01arz3ndektsv4rrffq69g5fav"),
        ["account_session_not_found"] = async scene => await (await scene.PersonAsync()).Api.DeleteAsync("/v1/me/sessions/asn_01arz3ndektsv4rrffq69g5fav"),
        ["invalid_operator_key"] = scene => scene.Tenant.Api.GetAsync($"/v1/operator/tenants/{scene.Tenant.Id}"),
        ["unsupported_media_type"] = scene => scene.Tenant.Api.PostAsync("/v1/rooms", "{}", "text/plain"),
        ["body_too_large"] = scene => scene.Tenant.Api.PostAsync("/v1/rooms", new { name = "a", metadata = new string('m', 600 * 1024) }),
        ["room_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/rooms/nowhere"),
        ["session_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/sessions/ses_01arz3ndektsv4rrffq69g5fav"),
        ["recording_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/recordings/rec_01arz3ndektsv4rrffq69g5fav"),
        ["stream_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/streams/str_01arz3ndektsv4rrffq69g5fav"),
        ["no_storage"] = scene => scene.Tenant.Api.PostAsync("/v1/recordings", new { room = Scene.Room, consent_confirmed = true }),
        ["recording_consent_missing"] = scene => scene.Tenant.Api.PostAsync("/v1/recordings", new { room = Scene.Room }),
        ["recording_not_ended"] = async scene => await scene.Tenant.Api.DeleteAsync($"/v1/recordings/{await scene.RecordingIdAsync()}"),
        ["recording_file_unavailable"] = async scene =>
            await scene.Tenant.Api.PostAsync($"/v1/recordings/{await scene.RecordingIdAsync()}/download", new { }),
        ["recording_ended"] = async scene =>
            await scene.Tenant.Api.PostAsync($"/v1/recordings/{await scene.EndedRecordingIdAsync()}/layout", new { layout = "speaker" }),
        ["recording_not_changeable"] = async scene => await scene.Tenant.Api.PostAsync(
            $"/v1/recordings/{await scene.RecordingIdAsync(new { room = Scene.Room, kind = "participant", identity = Scene.Identity, consent_confirmed = true })}/layout",
            new { layout = "speaker" }),
        ["recording_refused"] = async scene => await scene.Tenant.Api.PostAsync(
            $"/v1/streams/{await scene.StreamIdAsync()}/urls", new { remove = new[] { "rtmp://live.example.com/app/another-key" } }),
        ["storage_unusable"] = async scene =>
        {
            var id = await scene.EndedRecordingIdAsync();
            await scene.Stack.Store.ControlAsync(HttpMethod.Post, "/sim/faults", new { fault = "unavailable", operation = "DeleteObject", count = 10 });
            try
            {
                return await scene.Tenant.Api.DeleteAsync($"/v1/recordings/{id}");
            }
            finally
            {
                await scene.Stack.Store.ControlAsync(HttpMethod.Delete, "/sim/faults");
            }
        },
        ["ingress_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/ingress/ing_01arz3ndektsv4rrffq69g5fav"),
        ["ingress_not_changeable"] = async scene =>
            await scene.Tenant.Api.PatchAsync($"/v1/ingress/{await scene.IngressIdAsync()}", """{"enable_transcoding":false}"""),
        ["webhook_endpoint_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/webhook-endpoints/whe_01arz3ndektsv4rrffq69g5fav"),
        ["webhook_delivery_not_found"] = async scene => await scene.Tenant.Api.GetAsync(
            $"/v1/webhook-endpoints/{await scene.WebhookEndpointIdAsync()}/deliveries/dlv_01arz3ndektsv4rrffq69g5fav"),
        ["webhook_endpoint_disabled"] = async scene =>
        {
            var path = $"/v1/webhook-endpoints/{await scene.WebhookEndpointIdAsync()}";
            await scene.Tenant.Api.PatchAsync(path, """{"enabled":false}""");
            return await scene.Tenant.Api.PostAsync($"{path}/replay", """{"from_sequence":1}""");
        },
        ["event_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/events/evt_01arz3ndektsv4rrffq69g5fav"),
        ["request_log_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/request-logs/req_01arz3ndektsv4rrffq69g5fav"),
        ["events_expired"] = async scene =>
        {
            await scene.Stack.Database.ScalarAsync<long>(
                "update events set created_at_ms = 1 where tenant_id = $1 and seq = 2 returning seq", scene.Tenant.RowId);
            return await scene.Tenant.Api.GetAsync("/v1/events?after=1");
        },
        ["storage_not_set_up"] = scene => scene.Tenant.Api.DeleteAsync("/v1/tenant/storage"),
        ["storage_unreachable"] = scene => PutStorageAsync(scene, PlayedBuckets.Good, "http://127.0.0.1:1"),
        ["storage_bad_certificate"] = scene => PutStorageAsync(scene, PlayedBuckets.Good, scene.Stack.Buckets.ExpiredUrl),
        ["storage_redirected"] = scene => PutStorageAsync(scene, "redirecting"),
        ["storage_wrong_region"] = scene => PutStorageAsync(scene, "elsewhere"),
        ["storage_wrong_key"] = scene => PutStorageAsync(scene, "wrong-secret"),
        ["storage_no_bucket"] = scene => PutStorageAsync(scene, "no-such-bucket"),
        ["storage_not_allowed"] = scene => PutStorageAsync(scene, "not-writable"),
        ["storage_role_refused"] = scene => scene.Tenant.Api.PutAsync(
            "/v1/tenant/storage", new { endpoint = scene.Stack.Buckets.Url, region = "us-east-1", bucket = PlayedBuckets.Good, role_arn = "arn:aws:iam::123456789012:role/r" }),
        ["storage_unavailable"] = scene => PutStorageAsync(scene, "failing"),
        ["storage_not_s3"] = scene => PutStorageAsync(scene, "web-page"),
        ["export_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/privacy/exports/exp_01arz3ndektsv4rrffq69g5fav"),
        ["export_in_progress"] = async scene =>
        {
            await PutExportAsync(scene, "running");
            return await scene.Tenant.Api.PostAsync("/v1/privacy/exports", "{}");
        },
        ["export_not_ready"] = async scene => await scene.Tenant.Api.GetAsync($"/v1/privacy/exports/{await PutExportAsync(scene, "running")}/download"),
        ["export_expired"] = async scene => await scene.Tenant.Api.GetAsync($"/v1/privacy/exports/{await PutExportAsync(scene, "expired")}/download"),
        ["deletion_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/privacy/deletion"),
        ["notice_not_found"] = scene => scene.Stack.Operator.GetAsync("/v1/operator/notices/ntc_01arz3ndektsv4rrffq69g5fav"),
        ["outbox_message_not_found"] = scene => scene.Stack.Operator.DeleteAsync("/v1/operator/outbox/messages/msg_01arz3ndektsv4rrffq69g5fav"),
        ["mail_suppression_not_found"] = scene => scene.Stack.Operator.DeleteAsync("/v1/operator/mail/suppressions/msp_01arz3ndektsv4rrffq69g5fav"),
        ["restriction_not_found"] = scene => scene.Tenant.Api.DeleteAsync("/v1/privacy/restriction"),
        ["processing_restricted"] = async scene =>
        {
            await scene.Tenant.Api.PutAsync("/v1/privacy/restriction", """{"scope":"all"}""");
            return await UntilRefusedAsync(scene);
        },
        ["erasure_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/privacy/erasures/ers_01arz3ndektsv4rrffq69g5fav"),
        ["identity_in_live_session"] = scene => scene.Tenant.Api.PostAsync("/v1/privacy/erasures", new { identity = Scene.Identity }),
        ["tenant_terminated"] = async scene =>
        {
            await scene.Tenant.Api.PostAsync("/v1/privacy/deletion", new { confirm = "A tenant" });
            return await UntilRefusedAsync(scene);
        },
        ["abuse_incident_not_found"] = scene => scene.Stack.Operator.PostAsync("/v1/operator/abuse-incidents/abu_01arz3ndektsv4rrffq69g5fav/undo", "{}"),
        ["tenant_not_found"] = scene => scene.Stack.Operator.GetAsync("/v1/operator/tenants/ten_01arz3ndektsv4rrffq69g5fav"),
        ["participant_not_found"] = scene => scene.Tenant.Api.GetAsync($"{scene.LiveRoom.Path}/participants/nobody"),
        ["track_not_found"] = scene => scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/participants/{Scene.Identity}/mute", """{"track_sid":"TR_none"}"""),
        ["role_not_found"] = scene => scene.Tenant.Api.DeleteAsync("/v1/roles/nothing"),
        ["ban_not_found"] = scene => scene.Tenant.Api.DeleteAsync($"{scene.LiveRoom.Path}/bans/nobody"),
        ["room_exists_with_other_settings"] = scene => scene.Tenant.Api.PostAsync("/v1/rooms", new { name = Scene.Room, max_participants = 9 }),
        ["unknown_livekit_cluster"] = scene => scene.Stack.Operator.PostAsync("/v1/operator/tenants", new { name = "A", livekit_cluster = "nowhere" }),
        ["room_is_live"] = scene => scene.Tenant.Api.DeleteAsync($"{scene.LiveRoom.Path}?when_live=fail"),
        ["room_not_live"] = scene => scene.Tenant.Api.PostAsync($"/v1/rooms/{Scene.OtherRoom}/data", """{"text":"a"}"""),
        ["remote_unmute_disabled"] = async scene =>
        {
            await scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/mute", "{}");
            return await scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/participants/{Scene.Identity}/mute", """{"muted":false}""");
        },
        ["room_closing"] = async scene =>
        {
            await scene.Tenant.Api.DeleteAsync($"{scene.LiveRoom.Path}?when_live=after");
            return await MintAsync(scene, Scene.Room);
        },
        ["room_not_open"] = scene => MintIntoAsync(scene, new { name = "later", not_before = "2099-01-01T00:00:00Z" }, "later"),
        ["room_expired"] = scene => MintIntoAsync(scene, new { name = "gone", expires_at = "2020-01-01T00:00:00Z" }, "gone"),
        ["room_full"] = async scene =>
        {
            await scene.Tenant.Api.PatchAsync(scene.LiveRoom.Path, new { max_participants = 1 });
            return await MintAsync(scene, Scene.Room);
        },
        ["identity_banned"] = async scene =>
        {
            await scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/participants/eve/remove", """{"ban_seconds":60}""");
            return await scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/tokens", new { identity = "eve" });
        },
        ["limit_reached"] = scene => AfterAsync(scene, """{"limits":{"participants":0}}"""),
        ["budget_exhausted"] = async scene =>
        {
            // Nobody waits a minute here: the room's own budget is met by what the ledger is told it has used.
            await scene.Stack.Database.ScalarAsync<int>(
                "insert into usage_hourly_by_room (tenant_id, mode, hour, room, class, participant_ms) values ($1, 'l', date_trunc('hour', now()), $2, 0, 60000) returning 1",
                scene.Tenant.RowId,
                Scene.Room);
            await scene.Tenant.Api.PatchAsync(scene.LiveRoom.Path, """{"budget":{"minutes":1,"action":"no_new_joins"}}""");
            return await UntilRefusedAsync(scene);
        },
        ["insufficient_scope"] = async scene => await (await MakeKeyAsync(scene, """{"name":"k","scopes":["rooms:read"]}""")).GetAsync("/v1/usage"),
        ["ip_not_allowed"] = async scene => await (await MakeKeyAsync(scene, """{"name":"k","allowed_ips":["192.0.2.1"]}""")).GetAsync("/v1/rooms"),
        ["exceeds_caller"] = async scene => await (await MakeKeyAsync(scene, """{"name":"k","scopes":["api_keys:write"]}"""))
            .PostAsync("/v1/api-keys", """{"name":"l","scopes":["rooms:read"]}"""),
        ["api_key_not_found"] = scene => scene.Tenant.Api.GetAsync("/v1/api-keys/key_01arz3ndektsv4rrffq69g5fav"),
        ["api_key_revoked"] = async scene =>
        {
            var id = await scene.ApiKeyIdAsync();
            await scene.Tenant.Api.DeleteAsync($"/v1/api-keys/{id}");
            return await scene.Tenant.Api.PatchAsync($"/v1/api-keys/{id}", "{}");
        },
        ["tenant_suspended"] = async scene =>
        {
            await scene.Stack.Operator.PostAsync($"/v1/operator/tenants/{scene.Tenant.Id}/suspend", """{"reason":"test"}""");
            return await UntilRefusedAsync(scene);
        },
        ["rate_limited"] = async scene =>
        {
            await scene.Stack.Operator.PutAsync($"/v1/operator/tenants/{scene.Tenant.Id}/limits", """{"rate_limits":{"api_points_per_second":1,"api_burst":5}}""");
            ApiAnswer? answer = null;
            await Eventually.HoldsAsync(async () => (int)(answer = await scene.Tenant.Api.GetAsync("/v1/rooms")).Status == 429, "the limit is met");
            return answer!;
        },
        ["settings_changed"] = scene => scene.Tenant.Api.PatchAsync("/v1/tenant", "{}", "\"99\""),
        ["too_many"] = async scene =>
        {
            for (var i = 0; i < 50; i++)
            {
                await scene.Tenant.Api.PutAsync($"/v1/roles/r{i}", """{"permissions":{}}""");
            }

            return await scene.Tenant.Api.PutAsync("/v1/roles/more", """{"permissions":{}}""");
        },
        ["not_supported_by_livekit"] = scene =>
            scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/participants/{Scene.Identity}/move", new { destination_room = Scene.OtherRoom }),
        ["livekit_cluster_gone"] = async scene =>
        {
            await scene.Stack.Database.ScalarAsync<int>(
                "insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version) values ($1, 'l', 'orphan', 1, 'gone', now(), 1) returning 1",
                scene.Tenant.RowId);
            return await MintAsync(scene, "orphan");
        },
        ["livekit_timeout"] = scene => AskPlayedAsync(scene, LiveKitMood.TooSlow),
        ["livekit_refused"] = scene => AskPlayedAsync(scene, LiveKitMood.Refusing),
        ["livekit_rejected_value"] = scene => AskPlayedAsync(scene, LiveKitMood.Rejecting),
        ["livekit_unavailable"] = async scene =>
        {
            await scene.Stack.Simulator.PostAsync("/sim/node/down", new { how = "503", for_ms = 2_000 });
            var answer = await scene.Tenant.Api.PostAsync($"{scene.LiveRoom.Path}/data", """{"text":"a"}""");
            await scene.Stack.Simulator.PostAsync("/sim/node/up", new { });
            return answer;
        },
    };

    public static TheoryData<string> Codes => [.. ApiReference.Instance.Codes.Where(static code => !ProvokedElsewhere.ContainsKey(code))];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_documented_code_is_answered_when_its_cause_is_there(string code)
    {
        Assert.True(Provocations.TryGetValue(code, out var provoke), $"No test provokes {code}.");
        var scene = await Scene.SetAsync(stack);

        var answer = await provoke(scene);

        Assert.True(answer.Code == code, $"{code}: {(int)answer.Status} {answer.Body}");
    }

    [Fact]
    public void No_line_of_these_tests_is_about_a_code_that_is_gone() =>
        Assert.Empty(Provocations.Keys.Concat(ProvokedElsewhere.Keys).Except(ApiReference.Instance.Codes));

    private static Task<ApiAnswer> PutStorageAsync(Scene scene, string bucket, string? endpoint = null) => scene.Tenant.Api.PutAsync(
        "/v1/tenant/storage",
        new { endpoint = endpoint ?? scene.Stack.Buckets.Url, region = "us-east-1", bucket, force_path_style = true, access_key_id = "a", secret_access_key = "s" });

    /// <summary>An export that no silo makes.</summary>
    private static async Task<string> PutExportAsync(Scene scene, string state)
    {
        await scene.Stack.Database.ScalarAsync<int>(
            """
            insert into privacy_exports (tenant_id, export_id, state, created_at, lease_until)
            values ($1, gen_random_uuid(), $2, now(), now() + interval '1 day') returning 1
            """,
            scene.Tenant.RowId,
            state);
        return (await scene.Tenant.Api.GetAsync("/v1/privacy/exports")).Data[0].GetProperty("id").GetString()!;
    }

    /// <summary>Asks the played LiveKit, which answers as it is told to, for somebody who is there.</summary>
    private static async Task<ApiAnswer> AskPlayedAsync(Scene scene, LiveKitMood mood)
    {
        var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var tenant = await scene.Stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("played", nowMs);
        await scene.Stack.SendAllAsync(LiveKitWebhooks.ParticipantJoined(room, Connection.At(nowMs, "ann")));
        scene.Stack.LiveKit.Mood = mood;
        var answer = await tenant.Api.PatchAsync("/v1/rooms/played/participants/ann", """{"name":"Ann"}""");
        scene.Stack.LiveKit.Mood = LiveKitMood.Obliging;
        return answer;
    }

    private static async Task<ApiClient> MakeKeyAsync(Scene scene, string body) =>
        scene.Stack.Client((await scene.Tenant.Api.PostAsync("/v1/api-keys", body)).Expect(HttpStatusCode.Created).Text("key"));

    private static Task<ApiAnswer> MintAsync(Scene scene, string room) => scene.Tenant.Api.PostAsync($"/v1/rooms/{room}/tokens", new { identity = "bob" });

    private static async Task<ApiAnswer> MintIntoAsync(Scene scene, object settings, string room)
    {
        await scene.Tenant.Api.PostAsync("/v1/rooms", settings);
        return await MintAsync(scene, room);
    }

    private static async Task<ApiAnswer> AfterAsync(Scene scene, string settings)
    {
        (await scene.Tenant.Api.PatchAsync("/v1/tenant", settings)).Expect(HttpStatusCode.OK);
        return await UntilRefusedAsync(scene);
    }

    /// <summary>What is decided holds everywhere within a second.</summary>
    private static async Task<ApiAnswer> UntilRefusedAsync(Scene scene)
    {
        ApiAnswer? answer = null;
        await Eventually.HoldsAsync(async () => (int)(answer = await MintAsync(scene, Scene.Room)).Status >= 400, "the token is refused");
        return answer!;
    }
}
