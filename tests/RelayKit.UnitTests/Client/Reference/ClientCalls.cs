using RelayKit.Client;
using ClientDownloadLink = RelayKit.Client.DownloadLink;
using ClientIngress = RelayKit.Client.Ingress;
using ClientMode = RelayKit.Client.Mode;
using ClientRecording = RelayKit.Client.Recording;
using ClientWebhookDeliveryQuery = RelayKit.Client.WebhookDeliveryQuery;
using ClientWebhookEndpoint = RelayKit.Client.WebhookEndpoint;
using ClientWebhookReplay = RelayKit.Client.WebhookReplay;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>How the client calls each operation of the API. A new operation needs a method in the client, and a line here.</summary>
internal static class ClientCalls
{
    private static readonly DateTimeOffset From = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, ClientCall[]> ByRoute { get; } = new Dictionary<string, ClientCall[]>
    {
        ["POST /v1/rooms"] =
        [
            new((api, c) => api.Rooms.CreateAsync(FullRequests.CreateRoom, "key", c), typeof(Room)),
            new((api, c) => api.Rooms.DryRunAsync(FullRequests.CreateRoom, c), typeof(RoomDryRun)),
        ],
        ["GET /v1/rooms"] =
        [
            new((api, c) => ReadAsync(api.Rooms.ListAsync(new RoomQuery { Status = RoomStatus.Live, NamePrefix = "a", Label = "a=b", PageSize = 1 }, c)), typeof(Page<Room>)),
        ],
        ["GET /v1/rooms/{room}"] = [new((api, c) => api.Rooms.GetAsync("standup", c), typeof(Room))],
        ["PATCH /v1/rooms/{room}"] = [new((api, c) => api.Rooms.UpdateAsync("standup", FullRequests.UpdateRoom, c), typeof(Room))],
        ["DELETE /v1/rooms/{room}"] = [new((api, c) => api.Rooms.DeleteAsync("standup", WhenLive.After, c), typeof(Room))],
        ["POST /v1/rooms/{room}/revoke-tokens"] = [new((api, c) => api.Rooms.RevokeTokensAsync("standup", "key", c), typeof(Room))],
        ["POST /v1/rooms/{room}/tokens"] =
        [
            new((api, c) => api.Tokens.MintAsync("standup", FullRequests.MintToken, "key", c), typeof(JoinToken)),
            new((api, c) => api.Tokens.DryRunAsync("standup", FullRequests.MintToken, c), typeof(TokenDryRun)),
        ],
        ["POST /v1/rooms/{room}/tokens/batch"] = [new((api, c) => api.Tokens.MintBatchAsync("standup", [FullRequests.MintToken], "key", c), typeof(JoinTokens))],
        ["GET /v1/rooms/{room}/participants"] =
        [
            new((api, c) => ReadAsync(api.Participants.ListAsync(
                "standup", new ParticipantQuery { Status = ParticipantStatus.Disconnected, PageSize = 1 }, c)), typeof(Page<Participant>)),
        ],
        ["GET /v1/rooms/{room}/participants/{identity}"] = [new((api, c) => api.Participants.GetAsync("standup", "ada", c), typeof(ParticipantDetails))],
        ["PATCH /v1/rooms/{room}/participants/{identity}"] =
        [
            new((api, c) => api.Participants.UpdateAsync("standup", "ada", FullRequests.UpdateParticipant, c), typeof(ParticipantDetails)),
        ],
        ["POST /v1/rooms/{room}/participants/{identity}/remove"] =
        [
            new((api, c) => api.Participants.RemoveAsync("standup", "ada", FullRequests.RemoveParticipant, "key", c), typeof(RemovedParticipant)),
        ],
        ["POST /v1/rooms/{room}/participants/{identity}/mute"] =
        [
            new((api, c) => api.Participants.MuteAsync("standup", "ada", FullRequests.MuteParticipant, "key", c), typeof(MutedTracks)),
        ],
        ["POST /v1/rooms/{room}/participants/{identity}/move"] = [new((api, c) => api.Participants.MoveAsync("standup", "ada", "lobby", "key", c))],
        ["POST /v1/rooms/{room}/participants/{identity}/forward"] = [new((api, c) => api.Participants.ForwardAsync("standup", "ada", "lobby", "key", c))],
        ["POST /v1/rooms/{room}/mute"] = [new((api, c) => api.Participants.MuteAllAsync("standup", FullRequests.MuteRoom, "key", c), typeof(MutedTracks))],
        ["POST /v1/rooms/{room}/data"] = [new((api, c) => api.Participants.SendDataAsync("standup", FullRequests.DataMessage, "key", c))],
        ["GET /v1/rooms/{room}/bans"] = [new((api, c) => ReadAsync(api.Participants.ListBansAsync("standup", c)), typeof(Page<Ban>))],
        ["DELETE /v1/rooms/{room}/bans/{identity}"] = [new((api, c) => api.Participants.LiftBanAsync("standup", "ada", c))],
        ["GET /v1/tenant"] = [new((api, c) => api.Tenant.GetAsync(c), typeof(Tenant))],
        ["PATCH /v1/tenant"] = [new((api, c) => api.Tenant.UpdateAsync(FullRequests.UpdateTenant, "\"3\"", c), typeof(Tenant))],
        ["GET /v1/tenant/storage"] = [new((api, c) => api.Storage.GetAsync(c), typeof(RelayKit.Client.Storage))],
        ["PUT /v1/tenant/storage"] = [new((api, c) => api.Storage.SetAsync(FullRequests.SetStorage, c), typeof(RelayKit.Client.Storage))],
        ["POST /v1/tenant/storage/test"] = [new((api, c) => api.Storage.TestAsync("key", c), typeof(RelayKit.Client.Storage))],
        ["DELETE /v1/tenant/storage"] = [new((api, c) => api.Storage.RemoveAsync(c))],
        ["GET /v1/limits"] = [new((api, c) => api.Limits.GetAsync(c), typeof(LimitList))],
        ["GET /v1/roles"] = [new((api, c) => ReadAsync(api.Roles.ListAsync(c)), typeof(Page<Role>))],
        ["PUT /v1/roles/{role}"] = [new((api, c) => api.Roles.SetAsync("speaker", FullRequests.Grants, c), typeof(Role))],
        ["DELETE /v1/roles/{role}"] = [new((api, c) => api.Roles.DeleteAsync("speaker", c))],
        ["GET /v1/sessions"] =
        [
            new((api, c) => ReadAsync(api.Sessions.ListAsync(new SessionQuery { Room = "standup", From = From, To = To, PageSize = 1 }, c)), typeof(Page<SessionSummary>)),
        ],
        ["GET /v1/billing/plans"] = [new((api, c) => ReadAsync(api.Billing.ListPlansAsync(c)), typeof(Page<Plan>))],
        ["GET /v1/billing/subscription"] = [new((api, c) => api.Billing.GetSubscriptionAsync(c), typeof(Subscription))],
        ["POST /v1/billing/checkout"] = [new((api, c) => api.Billing.CheckoutAsync(FullRequests.Checkout, "key", c), typeof(ProviderPage))],
        ["POST /v1/billing/portal"] = [new((api, c) => api.Billing.PortalAsync(FullRequests.Portal, "key", c), typeof(ProviderPage))],
        ["GET /v1/billing/invoices"] = [new((api, c) => ReadAsync(api.Billing.ListInvoicesAsync(1, c)), typeof(Page<Invoice>))],
        ["GET /v1/billing/invoices/{invoice}"] = [new((api, c) => api.Billing.GetInvoiceAsync("ivc_1", c), typeof(Invoice))],
        ["GET /v1/billing/invoices/{invoice}/lines/{line}/sessions"] =
        [
            new((api, c) => ReadAsync(api.Billing.ListInvoiceSessionsAsync("ivc_1", "participant_minutes", 1, c)), typeof(InvoiceSessions)),
            new((api, c) => api.Billing.GetInvoiceSessionsAsync("ivc_1", "participant_minutes", 1, "cursor", c), typeof(InvoiceSessions)),
        ],
        ["GET /v1/billing/statements"] =
        [
            new((api, c) => api.Billing.GetStatementAsync("a=b", "2026-11", c), typeof(LabelStatement)),
            new((api, c) => api.Billing.OpenStatementAsync("a=b", "2026-11", StatementFormat.Pdf, c), typeof(LabelStatement)),
        ],
        ["GET /v1/sessions/{session}"] = [new((api, c) => api.Sessions.GetAsync("ses_1", c), typeof(Session))],
        ["GET /v1/usage"] = [new((api, c) => api.Usage.GetAsync(ClientMode.Live, "a=b", c), typeof(UsageMeter))],
        ["GET /v1/usage/series"] =
        [
            new((api, c) => ReadAsync(api.Usage.SeriesAsync(Series, c)), typeof(UsageSeriesPage)),
            new((api, c) => api.Usage.SeriesPageAsync(Series, "cursor", c), typeof(UsageSeriesPage)),
        ],
        ["GET /v1/usage/stream"] = [new((api, c) => ReadAsync(api.Usage.StreamAsync(ClientMode.Live, c), 1), typeof(UsageMeter))],
        ["GET /v1/usage/export"] =
        [
            new((api, c) => ReadAsync(api.Usage.ExportAsync(Export, c)), typeof(UsageExportRow)),
            new((api, c) => api.Usage.OpenExportAsync(Export, ExportFormat.Csv, c), typeof(UsageExportRow)),
        ],
        ["POST /v1/recordings"] =
        [
            new((api, c) => api.Recordings.StartAsync(FullRequests.StartRecording, "key", c), typeof(ClientRecording)),
            new((api, c) => api.Recordings.DryRunAsync(FullRequests.StartRecording, c), typeof(StartDryRun)),
        ],
        ["GET /v1/recordings"] = [new((api, c) => ReadAsync(api.Recordings.ListAsync(FullRequests.RecordingQuery, c)), typeof(Page<ClientRecording>))],
        ["GET /v1/recordings/{recording}"] = [new((api, c) => api.Recordings.GetAsync("rec_1", c), typeof(ClientRecording))],
        ["POST /v1/recordings/{recording}/stop"] = [new((api, c) => api.Recordings.StopAsync("rec_1", c), typeof(ClientRecording))],
        ["POST /v1/recordings/{recording}/layout"] =
            [new((api, c) => api.Recordings.UpdateLayoutAsync("rec_1", FullRequests.UpdateLayout, c), typeof(ClientRecording))],
        ["POST /v1/recordings/{recording}/download"] =
            [new((api, c) => api.Recordings.DownloadAsync("rec_1", FullRequests.DownloadTerms, c), typeof(ClientDownloadLink))],
        ["DELETE /v1/recordings/{recording}"] = [new((api, c) => api.Recordings.DeleteAsync("rec_1", c), typeof(ClientRecording))],
        ["POST /v1/streams"] =
        [
            new((api, c) => api.Streams.StartAsync(FullRequests.StreamOrder, "key", c), typeof(OutgoingStreamInfo)),
            new((api, c) => api.Streams.DryRunAsync(FullRequests.StreamOrder, c), typeof(StartDryRun)),
        ],
        ["GET /v1/streams"] = [new((api, c) => ReadAsync(api.Streams.ListAsync(FullRequests.RecordingQuery, c)), typeof(Page<OutgoingStreamInfo>))],
        ["GET /v1/streams/{stream}"] = [new((api, c) => api.Streams.GetAsync("str_1", c), typeof(OutgoingStreamInfo))],
        ["POST /v1/streams/{stream}/stop"] = [new((api, c) => api.Streams.StopAsync("str_1", c), typeof(OutgoingStreamInfo))],
        ["POST /v1/streams/{stream}/layout"] =
            [new((api, c) => api.Streams.UpdateLayoutAsync("str_1", FullRequests.UpdateLayout, c), typeof(OutgoingStreamInfo))],
        ["POST /v1/streams/{stream}/urls"] =
            [new((api, c) => api.Streams.UpdateUrlsAsync("str_1", FullRequests.UpdateStreamUrls, c), typeof(OutgoingStreamInfo))],
        ["POST /v1/ingress"] = [new((api, c) => api.Ingress.CreateAsync(FullRequests.CreateIngress, "key", c), typeof(CreatedIngress))],
        ["GET /v1/ingress"] =
        [
            new((api, c) => ReadAsync(api.Ingress.ListAsync(new IngressQuery { Room = "standup", PageSize = 1 }, c)), typeof(Page<ClientIngress>)),
        ],
        ["GET /v1/ingress/{ingress}"] = [new((api, c) => api.Ingress.GetAsync("ing_1", c), typeof(ClientIngress))],
        ["PATCH /v1/ingress/{ingress}"] = [new((api, c) => api.Ingress.UpdateAsync("ing_1", FullRequests.UpdateIngress, c), typeof(ClientIngress))],
        ["DELETE /v1/ingress/{ingress}"] = [new((api, c) => api.Ingress.DeleteAsync("ing_1", c), typeof(ClientIngress))],
        ["POST /v1/webhook-endpoints"] = [new((api, c) => api.Webhooks.CreateAsync(FullRequests.CreateWebhookEndpoint, "key", c), typeof(CreatedWebhookEndpoint))],
        ["GET /v1/webhook-endpoints"] = [new((api, c) => ReadAsync(api.Webhooks.ListAsync(1, c)), typeof(Page<ClientWebhookEndpoint>))],
        ["GET /v1/webhook-endpoints/{webhook_endpoint}"] = [new((api, c) => api.Webhooks.GetAsync("whe_1", c), typeof(ClientWebhookEndpoint))],
        ["PATCH /v1/webhook-endpoints/{webhook_endpoint}"] =
            [new((api, c) => api.Webhooks.UpdateAsync("whe_1", FullRequests.UpdateWebhookEndpoint, c), typeof(ClientWebhookEndpoint))],
        ["DELETE /v1/webhook-endpoints/{webhook_endpoint}"] = [new((api, c) => api.Webhooks.DeleteAsync("whe_1", c), typeof(ClientWebhookEndpoint))],
        ["POST /v1/webhook-endpoints/{webhook_endpoint}/rotate-secret"] =
            [new((api, c) => api.Webhooks.RotateSecretAsync("whe_1", TimeSpan.FromHours(1), "key", c), typeof(CreatedWebhookEndpoint))],
        ["POST /v1/webhook-endpoints/{webhook_endpoint}/test"] = [new((api, c) => api.Webhooks.TestAsync("whe_1", "key", c), typeof(WebhookTest))],
        ["POST /v1/webhook-endpoints/{webhook_endpoint}/replay"] =
            [new((api, c) => api.Webhooks.ReplayAsync("whe_1", FullRequests.ReplayWebhooks, "key", c), typeof(ClientWebhookReplay))],
        ["GET /v1/webhook-endpoints/{webhook_endpoint}/deliveries"] =
        [
            new((api, c) => ReadAsync(api.Webhooks.ListDeliveriesAsync(
                "whe_1",
                new ClientWebhookDeliveryQuery { Status = WebhookDeliveryStatus.Retrying, EventType = "room.started", EventId = "evt_1", PageSize = 1 },
                c)), typeof(Page<WebhookDelivery>)),
        ],
        ["GET /v1/webhook-endpoints/{webhook_endpoint}/deliveries/{delivery}"] =
            [new((api, c) => api.Webhooks.GetDeliveryAsync("whe_1", "dlv_1", c), typeof(WebhookDeliveryDetails))],
        ["POST /v1/api-keys"] = [new((api, c) => api.ApiKeys.CreateAsync(FullRequests.CreateApiKey, "key", c), typeof(CreatedApiKey))],
        ["GET /v1/api-keys"] =
        [
            new((api, c) => ReadAsync(api.ApiKeys.ListAsync(
                new ApiKeyQuery { Mode = ClientMode.Live, Kind = ApiKeyKind.Service, Status = ApiKeyStatus.Active, PageSize = 1 }, c)), typeof(Page<ApiKey>)),
        ],
        ["GET /v1/api-keys/{key}"] = [new((api, c) => api.ApiKeys.GetAsync("key_1", c), typeof(ApiKey))],
        ["PATCH /v1/api-keys/{key}"] = [new((api, c) => api.ApiKeys.UpdateAsync("key_1", FullRequests.UpdateApiKey, c), typeof(ApiKey))],
        ["POST /v1/api-keys/{key}/rotate"] = [new((api, c) => api.ApiKeys.RotateAsync("key_1", TimeSpan.FromHours(1), "key", c), typeof(CreatedApiKey))],
        ["DELETE /v1/api-keys/{key}"] = [new((api, c) => api.ApiKeys.RevokeAsync("key_1", c), typeof(ApiKey))],
        ["GET /v1/events"] =
        [
            new((api, c) => ReadAsync(api.Events.ListAsync(Events, c)), typeof(Page<TenantEvent>)),
        ],
        ["POST /v1/privacy/exports"] = [new((api, c) => api.Privacy.CreateExportAsync("key", c), typeof(Export))],
        ["GET /v1/privacy/exports"] = [new((api, c) => ReadAsync(api.Privacy.ListExportsAsync(1, c)), typeof(Page<Export>))],
        ["GET /v1/privacy/exports/{export}"] = [new((api, c) => api.Privacy.GetExportAsync("exp_1", c), typeof(Export))],
        ["GET /v1/privacy/exports/{export}/download"] = [new((api, c) => api.Privacy.OpenExportAsync("exp_1", c), typeof(string))],
        ["POST /v1/privacy/deletion"] = [new((api, c) => api.Privacy.RequestDeletionAsync("Acme", "key", c), typeof(Deletion))],
        ["GET /v1/privacy/deletion"] = [new((api, c) => api.Privacy.GetDeletionAsync(c), typeof(Deletion))],
        ["DELETE /v1/privacy/deletion"] = [new((api, c) => api.Privacy.CancelDeletionAsync(c))],
        ["PUT /v1/privacy/restriction"] = [new((api, c) => api.Privacy.SetRestrictionAsync("all", c), typeof(Restriction))],
        ["GET /v1/privacy/restriction"] = [new((api, c) => api.Privacy.GetRestrictionAsync(c), typeof(Restriction))],
        ["DELETE /v1/privacy/restriction"] = [new((api, c) => api.Privacy.LiftRestrictionAsync(c))],
        ["POST /v1/privacy/erasures"] = [new((api, c) => api.Privacy.EraseEndUserAsync("ada", "key", c), typeof(EndUserErasure))],
        ["GET /v1/privacy/erasures"] = [new((api, c) => ReadAsync(api.Privacy.ListErasuresAsync(1, c)), typeof(Page<EndUserErasure>))],
        ["GET /v1/privacy/erasures/{erasure}"] = [new((api, c) => api.Privacy.GetErasureAsync("ers_1", c), typeof(EndUserErasure))],
        ["GET /v1/audit-log"] =
        [
            new((api, c) => ReadAsync(api.AuditLog.ListAsync(new AuditLogQuery { Action = "a", Actor = "b", From = From, To = To, PageSize = 1 }, c)), typeof(Page<AuditEntry>)),
        ],
        ["GET /v1/events/{id}"] = [new((api, c) => api.Events.GetAsync("evt_1", ClientMode.Live, c), typeof(TenantEvent))],
        ["GET /v1/request-logs"] = [new((api, c) => ReadAsync(api.RequestLogs.ListAsync(Requests, c)), typeof(Page<RequestLogEntry>))],
        ["GET /v1/request-logs/{id}"] = [new((api, c) => api.RequestLogs.GetAsync("req_1", c), typeof(RequestLogEntry))],
        ["GET /v1/events/stream"] = [new((api, c) => ReadAsync(api.Events.StreamAsync(Events, c), 1), typeof(TenantEvent))],
    };

    private static UsageSeriesQuery Series => new()
    {
        From = From,
        To = To,
        Granularity = UsageGranularity.Day,
        GroupBy = UsageGrouping.Label,
        Label = "a=b",
        Mode = ClientMode.Live,
        PageSize = 1,
    };

    private static RequestLogQuery Requests => new()
    {
        From = From,
        To = To,
        Method = "POST",
        Route = "/v1/rooms",
        Status = "4xx",
        Code = "room_not_found",
        KeyId = "key_1",
        Ip = "203.0.113.7",
        Id = "req_1",
        PageSize = 1,
    };

    private static EventQuery Events => new() { Types = ["a", "b"], Room = "standup", Mode = ClientMode.Live, After = 0, PageSize = 1 };

    private static UsageExportQuery Export => new() { From = From, To = To, Mode = ClientMode.Live };

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items, int count = int.MaxValue)
    {
        var read = 0;
        await foreach (var item in items.ConfigureAwait(false))
        {
            Assert.NotNull(item);
            if (++read == count)
            {
                return;
            }
        }

        Assert.True(read > 0);
    }
}
