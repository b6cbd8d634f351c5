using System.Net;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Stack;
using RelayKit.EndToEndTests.Storage;

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
        ["setStorage"] = (scene, operation) => scene.SendAsync(operation, body: scene.GoodStorage(operation.Example!)),
        ["getStorage"] = WithStorageAsync,
        ["testStorage"] = WithStorageAsync,
        ["removeStorage"] = WithStorageAsync,
        ["getApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["updateApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["rotateApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["revokeApiKey"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("key", await scene.ApiKeyIdAsync()))),
        ["startRecording"] = async (scene, operation) =>
        {
            await scene.SetUpStorageAsync();
            return await scene.SendAsync(operation);
        },
        ["getRecording"] = OfRecordingAsync,
        ["stopRecording"] = OfRecordingAsync,
        ["updateRecordingLayout"] = OfRecordingAsync,
        ["downloadRecording"] = OfEndedRecordingAsync,
        ["deleteRecording"] = OfEndedRecordingAsync,
        ["getStream"] = OfStreamAsync,
        ["stopStream"] = OfStreamAsync,
        ["updateStreamLayout"] = OfStreamAsync,
        ["updateStreamUrls"] = OfStreamAsync,
        ["getIngress"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("ingress", await scene.IngressIdAsync()))),
        ["updateIngress"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("ingress", await scene.IngressIdAsync()))),
        ["deleteIngress"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("ingress", await scene.IngressIdAsync()))),
        ["createWebhookEndpoint"] = (scene, operation) =>
            scene.SendAsync(operation, body: operation.Example!.Replace("https://example.com", scene.Stack.Receiver.Url, StringComparison.Ordinal)),
        ["getWebhookEndpoint"] = OfWebhookEndpointAsync,
        ["updateWebhookEndpoint"] = OfWebhookEndpointAsync,
        ["deleteWebhookEndpoint"] = OfWebhookEndpointAsync,
        ["rotateWebhookSecret"] = OfWebhookEndpointAsync,
        ["testWebhookEndpoint"] = OfWebhookEndpointAsync,
        ["listWebhookDeliveries"] = OfWebhookEndpointAsync,
        ["getWebhookDelivery"] = async (scene, operation) => await scene.SendAsync(
            operation, path: operation.PathWith(("webhook_endpoint", await scene.WebhookEndpointIdAsync()), ("delivery", await scene.WebhookDeliveryIdAsync()))),
        ["replayWebhooks"] = async (scene, operation) => await scene.SendAsync(
            operation,
            path: operation.PathWith(("webhook_endpoint", await scene.WebhookEndpointIdAsync())),
            body: operation.Example!.Replace("evt_01arz3ndektsv4rrffq69g5fav", await scene.EventIdAsync(), StringComparison.Ordinal)),
        ["reconcile"] = (scene, operation) => scene.SendAsync(operation, body: $$"""{"tenant_id":"{{scene.Tenant.Id}}"}"""),
        ["getRequestLog"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("request", await scene.RequestIdAsync()))),
        ["undoAbuseIncident"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("incident", await scene.AbuseIncidentIdAsync()))),
        ["streamUsage"] = (scene, operation) => OpenAsync(scene, operation),
        ["streamEvents"] = (scene, operation) => OpenAsync(scene, operation),
        ["signUp"] = (scene, operation) => scene.SendAsync(operation, body: WithNewEmail(operation)),
        ["acceptInvitation"] = async (scene, operation) =>
        {
            var owner = await scene.PersonAsync();
            var email = Person.NewEmail();
            await owner.Api.PostAsync("/v1/invitations", new { email, role = "developer" });
            return await scene.SendAsync(operation, body: await WithTokenAsync(scene, operation, "accept-invitation", email));
        },
        ["signIn"] = async (scene, operation) => await scene.SendAsync(operation, body: WithEmail(operation, (await scene.PersonAsync()).Email)),
        ["verifyEmail"] = async (scene, operation) =>
            await scene.SendAsync(operation, body: await WithTokenAsync(scene, operation, "verify-email", (await Person.SignUpAsync(scene.Stack)).Email)),
        ["completePasswordReset"] = async (scene, operation) =>
        {
            var email = (await scene.PersonAsync()).Email;
            await scene.Stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email });
            return await scene.SendAsync(operation, body: await WithTokenAsync(scene, operation, "reset-password", email));
        },
        ["requestEmailChange"] = (scene, operation) => scene.SendAsync(operation, body: WithNewEmail(operation)),
        ["confirmEmailChange"] = async (scene, operation) =>
        {
            var email = Person.NewEmail();
            await (await scene.PersonAsync()).Api.PostAsync("/v1/auth/email-change", new { email, password = Person.Password });
            return await scene.SendAsync(operation, body: await WithTokenAsync(scene, operation, "change-email", email));
        },
        ["endMySession"] = async (scene, operation) =>
        {
            var session = (await (await scene.PersonAsync()).Api.GetAsync("/v1/me/sessions")).Data[0].GetProperty("id").GetString()!;
            return await scene.SendAsync(operation, path: operation.PathWith(("account_session", session)));
        },
        ["updateAccount"] = async (scene, operation) =>
            await scene.SendAsync(operation, path: operation.PathWith(("account", (await (await scene.PersonAsync()).InviteAsync("billing")).AccountId))),
        ["removeAccount"] = async (scene, operation) =>
            await scene.SendAsync(operation, path: operation.PathWith(("account", (await (await scene.PersonAsync()).InviteAsync("billing")).AccountId))),
        ["createInvitation"] = (scene, operation) => scene.SendAsync(operation, body: WithNewEmail(operation)),
        ["revokeInvitation"] = async (scene, operation) =>
        {
            var made = await (await scene.PersonAsync()).Api.PostAsync("/v1/invitations", new { email = Person.NewEmail(), role = "owner" });
            return await scene.SendAsync(operation, path: operation.PathWith(("invitation", made.Text("id"))));
        },
        ["getExport"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("export", await scene.ExportIdAsync()))),
        ["downloadExport"] = async (scene, operation) =>
        {
            var export = await scene.ExportIdAsync();
            await Eventually.EqualAsync(
                "ready", async () => (await scene.Tenant.Api.GetAsync($"/v1/privacy/exports/{export}")).Text("state"), "the export is made");
            return await scene.SendAsync(operation, path: operation.PathWith(("export", export)));
        },
        ["getDeletion"] = AfterDeletionAsync,
        ["cancelDeletion"] = AfterDeletionAsync,
        ["getNotice"] = async (scene, operation) =>
        {
            var made = await scene.Stack.Operator.PostAsync(
                "/v1/operator/notices", new { kind = "policy_change", subject = "S", text = "T", effective_at = "2027-01-01T00:00:00Z" });
            return await scene.SendAsync(operation, path: operation.PathWith(("notice", made.Text("id"))));
        },
        ["replayParkedMessage"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("message", await scene.ParkedMessageIdAsync()))),
        ["dropParkedMessage"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("message", await scene.ParkedMessageIdAsync()))),
        ["liftMailSuppression"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("suppression", await scene.MailSuppressionIdAsync()))),
        ["getInvoice"] = async (scene, operation) => await scene.SendAsync(operation, path: operation.PathWith(("invoice", await scene.InvoiceIdAsync()))),
        ["listInvoiceSessions"] = async (scene, operation) => await scene.SendAsync(
            operation, path: operation.PathWith(("invoice", await scene.InvoiceIdAsync()), ("line", "participant_minutes"))),
        ["getStatement"] = (scene, operation) => scene.SendAsync(operation, query: "?label=customer=acme"),
        ["createCheckout"] = async (scene, operation) =>
        {
            await scene.SetSoldPlanAsync("pro");
            return await scene.SendAsync(operation);
        },
        ["createPortal"] = async (scene, operation) =>
        {
            await scene.BecomeCustomerAsync();
            return await scene.SendAsync(operation);
        },
        ["deletePlan"] = async (scene, operation) =>
        {
            await scene.SetSoldPlanAsync("gone");
            return await scene.SendAsync(operation, path: operation.PathWith(("plan", "gone")));
        },
        ["getRestriction"] = AfterRestrictionAsync,
        ["liftRestriction"] = AfterRestrictionAsync,
        ["getErasure"] = async (scene, operation) =>
        {
            var erased = await scene.Tenant.Api.PostAsync("/v1/privacy/erasures", new { identity = "grace" });
            return await scene.SendAsync(operation, path: operation.PathWith(("erasure", erased.Text("id"))));
        },
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
        Assert.Equal(operation.IsAudited ? ["asked", "done"] : [], await AuditedPhasesAsync(operation, answer));
    }

    [Fact]
    public void No_line_of_these_tests_is_about_an_operation_that_is_gone() => Assert.Empty(
        Prepared.Keys.Concat(ExpectedCodes.Keys).Except(ApiReference.Instance.Operations.Select(static operation => operation.Id)));

    private static async Task<ApiAnswer> OfWebhookEndpointAsync(Scene scene, ApiOperation operation) =>
        await scene.SendAsync(operation, path: operation.PathWith(("webhook_endpoint", await scene.WebhookEndpointIdAsync())));

    private static async Task<ApiAnswer> OfRecordingAsync(Scene scene, ApiOperation operation) =>
        await scene.SendAsync(operation, path: operation.PathWith(("recording", await scene.RecordingIdAsync())));

    private static async Task<ApiAnswer> OfEndedRecordingAsync(Scene scene, ApiOperation operation) =>
        await scene.SendAsync(operation, path: operation.PathWith(("recording", await scene.EndedRecordingIdAsync())));

    private static async Task<ApiAnswer> OfStreamAsync(Scene scene, ApiOperation operation) =>
        await scene.SendAsync(operation, path: operation.PathWith(("stream", await scene.StreamIdAsync())));

    /// <summary>What the audit log has of the request under the operation's name: `asked` sorts first.</summary>
    private Task<List<string>> AuditedPhasesAsync(ApiOperation operation, ApiAnswer answer) => stack.Database.QueryAsync(
        "select phase from audit_log where request_id = $1 and action = $2 order by phase",
        row => row.GetString(0),
        PublicIds.Decode(answer.Headers["Request-Id"]),
        operation.Id);

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

    private static string WithNewEmail(ApiOperation operation) => WithEmail(operation, Person.NewEmail());

    private static string WithEmail(ApiOperation operation, string email)
    {
        var body = JsonNode.Parse(operation.Example!)!;
        body["email"] = email;
        return body.ToJsonString();
    }

    private static async Task<string> WithTokenAsync(Scene scene, ApiOperation operation, string mail, string email)
    {
        var body = JsonNode.Parse(operation.Example!)!;
        body["token"] = await scene.Stack.Mails.TokenAsync(mail, email);
        return body.ToJsonString();
    }

    private static async Task<ApiAnswer> WithStorageAsync(Scene scene, ApiOperation operation)
    {
        (await scene.Tenant.Api.PutAsync("/v1/tenant/storage", scene.Stack.Buckets.Settings(PlayedBuckets.Good))).Expect(HttpStatusCode.OK);
        return await scene.SendAsync(operation);
    }

    private static async Task<ApiAnswer> AfterRestrictionAsync(Scene scene, ApiOperation operation)
    {
        (await scene.Tenant.Api.PutAsync("/v1/privacy/restriction", """{"scope":"all"}""")).Expect(HttpStatusCode.OK);
        return await scene.SendAsync(operation);
    }

    private static async Task<ApiAnswer> AfterDeletionAsync(Scene scene, ApiOperation operation)
    {
        (await scene.Tenant.Api.PostAsync("/v1/privacy/deletion", new { confirm = "A tenant" })).Expect(HttpStatusCode.Accepted);
        return await scene.SendAsync(operation);
    }

    private static async Task<ApiAnswer> OpenAsync(Scene scene, ApiOperation operation)
    {
        using var response = await scene.Tenant.Api.OpenAsync(scene.Fill(operation));
        return ApiAnswer.Read($"{operation}", response, "", static () => "");
    }
}
