using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RelayKit.Api.Abuse;
using RelayKit.Api.Accounts;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Billing;
using RelayKit.Api.Events;
using RelayKit.Api.Ingress;
using RelayKit.Api.Mail;
using RelayKit.Api.Notices;
using RelayKit.Api.Outbox;
using RelayKit.Api.Participants;
using RelayKit.Api.Privacy;
using RelayKit.Api.Problems;
using RelayKit.Api.Reconciliation;
using RelayKit.Api.Recordings;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Retention;
using RelayKit.Api.Rooms;
using RelayKit.Api.Sessions;
using RelayKit.Api.Tenants;
using RelayKit.Api.Tokens;
using RelayKit.Api.Usage;
using RelayKit.Api.Usage.Export;
using RelayKit.Api.Webhooks;

namespace RelayKit.Api.Requests;

/// <summary>Every shape of the API, serialised by generated code: snake_case, unknown fields refused, at most 16 deep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    MaxDepth = 16,
    RespectNullableAnnotations = false,
    AllowDuplicateProperties = false,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(CreateTenantRequest))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(TenantResponse))]
[JsonSerializable(typeof(ApiKeyResponse))]
[JsonSerializable(typeof(Page<ApiKeyResponse>))]
[JsonSerializable(typeof(CreatedApiKeyResponse))]
[JsonSerializable(typeof(UpdateApiKeyRequest))]
[JsonSerializable(typeof(RotateApiKeyRequest))]
[JsonSerializable(typeof(ReportLeakedKeyRequest))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(RoomResponse))]
[JsonSerializable(typeof(Page<RoomResponse>))]
[JsonSerializable(typeof(UpdateRoomRequest))]
[JsonSerializable(typeof(RoomDryRunResponse))]
[JsonSerializable(typeof(Page<ParticipantResponse>))]
[JsonSerializable(typeof(UpdateParticipantRequest))]
[JsonSerializable(typeof(ParticipantDetailsResponse))]
[JsonSerializable(typeof(RemoveParticipantRequest))]
[JsonSerializable(typeof(RemovedParticipantResponse))]
[JsonSerializable(typeof(MuteParticipantRequest))]
[JsonSerializable(typeof(MuteRoomRequest))]
[JsonSerializable(typeof(MutedTracksResponse))]
[JsonSerializable(typeof(MoveParticipantRequest))]
[JsonSerializable(typeof(SendDataRequest))]
[JsonSerializable(typeof(Page<BanResponse>))]
[JsonSerializable(typeof(MintTokensRequest))]
[JsonSerializable(typeof(TokensResponse))]
[JsonSerializable(typeof(TokenDryRunResponse))]
[JsonSerializable(typeof(TenantSettingsResponse))]
[JsonSerializable(typeof(UpdateTenantRequest))]
[JsonSerializable(typeof(LimitsPageResponse))]
[JsonSerializable(typeof(SetStorageRequest))]
[JsonSerializable(typeof(StorageResponse))]
[JsonSerializable(typeof(SetRoleRequest))]
[JsonSerializable(typeof(RoleResponse))]
[JsonSerializable(typeof(Page<RoleResponse>))]
[JsonSerializable(typeof(SetTenantLimitsRequest))]
[JsonSerializable(typeof(SuspendTenantRequest))]
[JsonSerializable(typeof(MintTokenRequest))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(StartRecordingRequest))]
[JsonSerializable(typeof(StartStreamRequest))]
[JsonSerializable(typeof(UpdateLayoutRequest))]
[JsonSerializable(typeof(UpdateStreamUrlsRequest))]
[JsonSerializable(typeof(DownloadRequest))]
[JsonSerializable(typeof(RecordingResponse))]
[JsonSerializable(typeof(Page<RecordingResponse>))]
[JsonSerializable(typeof(StreamResponse))]
[JsonSerializable(typeof(Page<StreamResponse>))]
[JsonSerializable(typeof(StartDryRunResponse))]
[JsonSerializable(typeof(DownloadResponse))]
[JsonSerializable(typeof(SessionResponse))]
[JsonSerializable(typeof(Page<SessionSummaryResponse>))]
[JsonSerializable(typeof(AbuseIncidentResponse))]
[JsonSerializable(typeof(Page<AbuseIncidentResponse>))]
[JsonSerializable(typeof(UndoAbuseIncidentRequest))]
[JsonSerializable(typeof(UsageResponse))]
[JsonSerializable(typeof(UsageSeriesResponse))]
[JsonSerializable(typeof(UsageExportRow))]
[JsonSerializable(typeof(EventResponse))]
[JsonSerializable(typeof(Page<EventResponse>))]
[JsonSerializable(typeof(CreateIngressRequest))]
[JsonSerializable(typeof(UpdateIngressRequest))]
[JsonSerializable(typeof(CreatedIngressResponse))]
[JsonSerializable(typeof(IngressResponse))]
[JsonSerializable(typeof(Page<IngressResponse>))]
[JsonSerializable(typeof(CreateWebhookEndpointRequest))]
[JsonSerializable(typeof(UpdateWebhookEndpointRequest))]
[JsonSerializable(typeof(RotateWebhookSecretRequest))]
[JsonSerializable(typeof(ReplayWebhooksRequest))]
[JsonSerializable(typeof(CreatedWebhookEndpointResponse))]
[JsonSerializable(typeof(WebhookEndpointResponse))]
[JsonSerializable(typeof(Page<WebhookEndpointResponse>))]
[JsonSerializable(typeof(WebhookTestResponse))]
[JsonSerializable(typeof(WebhookReplayResponse))]
[JsonSerializable(typeof(WebhookDeliveryResponse))]
[JsonSerializable(typeof(Page<WebhookDeliveryResponse>))]
[JsonSerializable(typeof(WebhookDeliveryDetailsResponse))]
[JsonSerializable(typeof(RequestLogResponse))]
[JsonSerializable(typeof(Page<RequestLogResponse>))]
[JsonSerializable(typeof(RunRetentionRequest))]
[JsonSerializable(typeof(RetentionRunResponse))]
[JsonSerializable(typeof(Page<RetentionRunResponse>))]
[JsonSerializable(typeof(AuditEntryResponse))]
[JsonSerializable(typeof(Page<AuditEntryResponse>))]
[JsonSerializable(typeof(ExportResponse))]
[JsonSerializable(typeof(RequestDeletionRequest))]
[JsonSerializable(typeof(DeletionResponse))]
[JsonSerializable(typeof(Page<DeletionResponse>))]
[JsonSerializable(typeof(EraseEndUserRequest))]
[JsonSerializable(typeof(SetRestrictionRequest))]
[JsonSerializable(typeof(OutboxResponse))]
[JsonSerializable(typeof(Page<ParkedMessageResponse>))]
[JsonSerializable(typeof(ReplayParkedMessagesRequest))]
[JsonSerializable(typeof(ReplayedMessagesResponse))]
[JsonSerializable(typeof(CreateNoticeRequest))]
[JsonSerializable(typeof(Page<MailSuppressionResponse>))]
[JsonSerializable(typeof(NoticeResponse))]
[JsonSerializable(typeof(Page<NoticeResponse>))]
[JsonSerializable(typeof(SetPlanRequest))]
[JsonSerializable(typeof(PlanResponse))]
[JsonSerializable(typeof(Page<PlanResponse>))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(SetTenantBillingRequest))]
[JsonSerializable(typeof(CreateCheckoutRequest))]
[JsonSerializable(typeof(CreatePortalRequest))]
[JsonSerializable(typeof(ProviderPageResponse))]
[JsonSerializable(typeof(InvoiceResponse))]
[JsonSerializable(typeof(Page<InvoiceResponse>))]
[JsonSerializable(typeof(InvoiceSessionsResponse))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(BillingComparisonResponse))]
[JsonSerializable(typeof(Page<BillingComparisonResponse>))]
[JsonSerializable(typeof(RestrictionResponse))]
[JsonSerializable(typeof(EndUserErasureResponse))]
[JsonSerializable(typeof(Page<EndUserErasureResponse>))]
[JsonSerializable(typeof(Page<ExportResponse>))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileResponse))]
[JsonSerializable(typeof(SignUpRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(PasswordResetRequest))]
[JsonSerializable(typeof(CompletePasswordResetRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(UpdateMeRequest))]
[JsonSerializable(typeof(UpdateAccountRequest))]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(AcceptInvitationRequest))]
[JsonSerializable(typeof(SignedInResponse))]
[JsonSerializable(typeof(AccountResponse))]
[JsonSerializable(typeof(Page<AccountResponse>))]
[JsonSerializable(typeof(Page<AccountSessionResponse>))]
[JsonSerializable(typeof(InvitationResponse))]
[JsonSerializable(typeof(Page<InvitationResponse>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    static ApiJson() => Default = new ApiJson(new JsonSerializerOptions(s_defaultOptions)
    {
        // Only what JSON demands is escaped: the answers are read as JSON and never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
