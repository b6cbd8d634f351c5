using System.Collections.Frozen;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Every error that the API answers with. docs/errors.md and the page <c>/docs/errors</c> are written from this table.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind InvalidRequest = new(
        "invalid_request", Status400BadRequest,
        "One or more fields, query parameters or headers are not what this route takes; `errors` names each by JSON Pointer (`?name` for a query parameter, the name alone for a header).",
        "Correct what `errors` names. Unknown fields and parameters are refused too, so check the spelling.");

    public static readonly ProblemKind InvalidJson = new(
        "invalid_json", Status400BadRequest,
        "The body is not JSON, not an object, or nested more than 16 deep.",
        "Send one JSON object of the shape that the route documents.");

    public static readonly ProblemKind BadRequest = new(
        "bad_request", Status400BadRequest,
        "The request is not well-formed HTTP: a broken header, an incomplete body, a length that does not fit.",
        "Look at what your HTTP client sends.");

    public static readonly ProblemKind MissingApiKey = new(
        "missing_api_key", Status401Unauthorized,
        "The request has no `Authorization: Bearer …` header.",
        "Send the API key: `Authorization: Bearer rk_live_…` or `rk_test_…`.");

    public static readonly ProblemKind InvalidApiKey = new(
        "invalid_api_key", Status401Unauthorized,
        "The API key is mistyped, unknown, revoked or expired.",
        "Use a key that is valid; ask whoever manages your keys for a new one.");

    public static readonly ProblemKind InvalidOperatorKey = new(
        "invalid_operator_key", Status401Unauthorized,
        "An operator's route was called without the operator's key, or none is configured.",
        "Send the key that `RelayKit__OperatorKey` configures.");

    public static readonly ProblemKind NotSignedIn = new(
        "not_signed_in", Status401Unauthorized,
        "The route is for whoever is signed in, and the request has no session cookie; or it has one, and the session was ended or has run out.",
        "Sign in with `POST /v1/auth/signin`.");

    public static readonly ProblemKind TokenMalformed = new(
        "token_malformed", Status401Unauthorized,
        "The access token is no JWT of Supabase's, larger than 12 KiB, or lacks one of `sub`, `iat`, `exp`.",
        "Send the session's `access_token` as it is, or an API key.");

    public static readonly ProblemKind TokenAlgorithmNotAllowed = new(
        "token_algorithm_not_allowed", Status401Unauthorized,
        "The access token is signed by an algorithm that is not taken, or by another than that of the key it names. ES256 and RS256 are taken, HS256 only where the operator has configured its secret.",
        "Sign in anew; if it stays, tell the operator.");

    public static readonly ProblemKind TokenWrongIssuer = new(
        "token_wrong_issuer", Status401Unauthorized,
        "Another project has issued the access token.",
        "Sign in at the project that this service is configured for.");

    public static readonly ProblemKind TokenUnknownKey = new(
        "token_unknown_key", Status401Unauthorized,
        "The project publishes no key of the name (`kid`) that the access token has.",
        "Sign in anew. A key that is brand new is known within a minute.");

    public static readonly ProblemKind TokenBadSignature = new(
        "token_bad_signature", Status401Unauthorized,
        "The access token was not signed by the key that it names, or was changed since.",
        "Sign in anew.");

    public static readonly ProblemKind TokenWrongAudience = new(
        "token_wrong_audience", Status401Unauthorized,
        "The access token is not for people who are signed in, or for another service.",
        "Send the `access_token` of somebody's session.");

    public static readonly ProblemKind TokenExpired = new(
        "token_expired", Status401Unauthorized,
        "The access token has run out.",
        "Have the session renewed and repeat the request with the new token.");

    public static readonly ProblemKind TokenNotYetValid = new(
        "token_not_yet_valid", Status401Unauthorized,
        "The access token's time (`nbf`, `iat`) has not come, by more than 30 seconds: a clock is wrong.",
        "Repeat the request later; if it stays, tell the operator.");

    public static readonly ProblemKind TokenSignedOut = new(
        "token_signed_out", Status401Unauthorized,
        "All sessions of the account were ended since the session began that the access token is of; renewing it does not help.",
        "Sign in anew.");

    public static readonly ProblemKind NoAccount = new(
        "no_account", Status403Forbidden,
        "The access token is good, and its user has no account here.",
        "Sign up with `POST /v1/auth/signup` and the same password, or accept an invitation.");

    public static readonly ProblemKind InvalidCredentials = new(
        "invalid_credentials", Status401Unauthorized,
        "The e-mail address or the password is wrong; which of them is not said.",
        "Check both, or set a new password with `POST /v1/auth/password-reset`.");

    public static readonly ProblemKind CrossSiteRequest = new(
        "cross_site_request", Status403Forbidden,
        "A request with the session cookie is to change something and does not say that it comes from a page of this host.",
        "Browsers say so by themselves (`Origin`, `Sec-Fetch-Site`); another program sends `Origin: https://<this host>`, or uses an API key.");

    public static readonly ProblemKind EmailNotVerified = new(
        "email_not_verified", Status403Forbidden,
        "The account's e-mail address has to be verified before it changes anything in live mode, makes live keys or invites others.",
        "Use the token that was mailed (`POST /v1/auth/verify-email`), ask for another mail, or work in test mode.");

    public static readonly ProblemKind InvalidToken = new(
        "invalid_token", Status400BadRequest,
        "A token from a mail is unknown, was used, or has run out.",
        "Ask for a new mail; only the token of the newest one is good.");

    public static readonly ProblemKind EmailTaken = new(
        "email_taken", Status409Conflict,
        "An account has this e-mail address already. An account belongs to one tenant.",
        "Sign in with it, or use another address.");

    public static readonly ProblemKind LastOwner = new(
        "last_owner", Status409Conflict,
        "The account is the tenant's only owner, and a tenant always has one.",
        "Make another account an owner first.");

    public static readonly ProblemKind AccountNotFound = new(
        "account_not_found", Status404NotFound,
        "The tenant has no account of that id.",
        "List the accounts with `GET /v1/accounts`.");

    public static readonly ProblemKind InvitationNotFound = new(
        "invitation_not_found", Status404NotFound,
        "The tenant has no open invitation of that id.",
        "List them with `GET /v1/invitations`.");

    public static readonly ProblemKind AccountSessionNotFound = new(
        "account_session_not_found", Status404NotFound,
        "The account has no session of that id.",
        "List them with `GET /v1/me/sessions`.");

    public static readonly ProblemKind RouteNotFound = new(
        "route_not_found", Status404NotFound,
        "There is no such route.",
        "Check the path against `/docs`.");

    public static readonly ProblemKind RoomNotFound = new(
        "room_not_found", Status404NotFound,
        "The tenant has no room of that name in the key's mode, or it was deleted.",
        "Create it with `POST /v1/rooms`. Live and test mode have rooms of their own.");

    public static readonly ProblemKind SessionNotFound = new(
        "session_not_found", Status404NotFound,
        "The tenant has no session of that id in the key's mode.",
        "List the sessions with `GET /v1/sessions`.");

    public static readonly ProblemKind RecordingNotFound = new(
        "recording_not_found", Status404NotFound,
        "The tenant has no recording of that id in the key's mode.",
        "List the recordings with `GET /v1/recordings`.");

    public static readonly ProblemKind StreamNotFound = new(
        "stream_not_found", Status404NotFound,
        "The tenant has no stream of that id in the key's mode.",
        "List the streams with `GET /v1/streams`.");

    public static readonly ProblemKind RecordingKeyRefused = new(
        "recording_key_refused", Status409Conflict,
        "The tenant's key template gives this recording no key: it is too long, or a part of it is dots alone.",
        "Set another prefix or template with `PUT /v1/tenant/storage`, or record a room of another name.");

    public static readonly ProblemKind RecordingRefused = new(
        "recording_refused", Status422UnprocessableEntity,
        "LiveKit does not take what is to be recorded or streamed, or does not find it.",
        "Check room, participant, tracks, addresses and format.");

    public static readonly ProblemKind NoStorage = new(
        "no_storage", Status409Conflict,
        "What is to be started writes a file, but the tenant has no bucket, and the operator offers no managed storage.",
        "Set up a bucket with `PUT /v1/tenant/storage`.");

    public static readonly ProblemKind RecordingEnded = new(
        "recording_ended", Status409Conflict,
        "The recording or stream has ended, or is ending, so that nothing of it can be changed.",
        "Start another.");

    public static readonly ProblemKind RecordingNotEnded = new(
        "recording_not_ended", Status409Conflict,
        "The recording has not ended, so that its file cannot be deleted.",
        "Stop it with `POST /v1/recordings/{recording}/stop` and wait for `recording.completed`.");

    public static readonly ProblemKind RecordingNotChangeable = new(
        "recording_not_changeable", Status409Conflict,
        "It is of a kind that has nothing of what is to be changed: only a whole room has a layout, only RTMP and SRT have addresses.",
        "Start another of the kind that is wanted.");

    public static readonly ProblemKind RecordingFileUnavailable = new(
        "recording_file_unavailable", Status409Conflict,
        "There is no file: nothing is written yet, nothing was recorded, or it was deleted.",
        "Look at `file` and `status` of the recording.");

    public static readonly ProblemKind StorageUnusable = new(
        "storage_unusable", Status502BadGateway,
        "The bucket cannot be used now; `detail` says why.",
        "Mend the bucket or its key, try it with `POST /v1/tenant/storage/test`, and repeat the request.");

    public static readonly ProblemKind RecordingConsentMissing = new(
        "recording_consent_missing", Status422UnprocessableEntity,
        "The tenant wants each start to confirm that everybody who is recorded has agreed.",
        "Send `consent_confirmed: true`, or set `recording_consent_required` to false with `PATCH /v1/tenant`.");

    public static readonly ProblemKind IngressNotFound = new(
        "ingress_not_found", Status404NotFound,
        "The tenant has no ingress of that id in the key's mode, or it was deleted.",
        "List the ingress with `GET /v1/ingress`.");

    public static readonly ProblemKind IngressNotChangeable = new(
        "ingress_not_changeable", Status409Conflict,
        "What is asked for cannot be changed of an ingress of this kind: one that pulls from an address stays as it was made, and only WHIP goes without transcoding.",
        "Delete the ingress and create another.");

    public static readonly ProblemKind WebhookEndpointNotFound = new(
        "webhook_endpoint_not_found", Status404NotFound,
        "The tenant has no webhook endpoint of that id in the key's mode, or it was deleted.",
        "List the endpoints with `GET /v1/webhook-endpoints`.");

    public static readonly ProblemKind WebhookDeliveryNotFound = new(
        "webhook_delivery_not_found", Status404NotFound,
        "The endpoint has no delivery of that id: it was not tried yet, or is older than 30 days.",
        "List the deliveries with `GET /v1/webhook-endpoints/{webhook_endpoint}/deliveries`; one is there when it was tried for the first time.");

    public static readonly ProblemKind WebhookEndpointDisabled = new(
        "webhook_endpoint_disabled", Status409Conflict,
        "The webhook endpoint is switched off, so nothing but a test is sent there.",
        "Switch it on with `PATCH /v1/webhook-endpoints/{webhook_endpoint}` and `enabled: true`, then replay.");

    public static readonly ProblemKind RequestLogNotFound = new(
        "request_log_not_found", Status404NotFound,
        "The tenant's log has no request of that id: it was another's, is older than 30 days, or could not be logged.",
        "Look in `GET /v1/request-logs`; a request is in it about a second after its answer.");

    public static readonly ProblemKind EventNotFound = new(
        "event_not_found", Status404NotFound,
        "The tenant's log has no event of that id in that mode, or it is older than 30 days.",
        "List the events with `GET /v1/events`.");

    public static readonly ProblemKind EventsExpired = new(
        "events_expired", Status410Gone,
        "Events that came after the place that was asked for have grown older than 30 days and are no longer told of.",
        "Begin anew with `after=0`, and take what you hold to lack some events. Sessions and usage go back further.");

    public static readonly ProblemKind DeletionNotFound = new(
        "deletion_not_found", Status404NotFound,
        "No deletion of the tenant stands, or it is being carried out and can no longer be undone.",
        "Ask for one with `POST /v1/privacy/deletion` if the tenant is to be deleted.");

    public static readonly ProblemKind PlanNotFound = new(
        "plan_not_found", Status404NotFound,
        "There is no plan of that code, or it is not offered.",
        "List the plans with `GET /v1/billing/plans`, the operator with `GET /v1/operator/plans`.");

    public static readonly ProblemKind PlanInUse = new(
        "plan_in_use", Status409Conflict,
        "Tenants have the plan as their own. Nothing was deleted.",
        "Give them another plan with `PUT /v1/operator/tenants/{tenant}/billing`.");

    public static readonly ProblemKind InvoiceNotFound = new(
        "invoice_not_found", Status404NotFound,
        "There is no invoice of that id.",
        "List the invoices with `GET /v1/billing/invoices`.");

    public static readonly ProblemKind InvoiceLineNotFound = new(
        "invoice_line_not_found", Status404NotFound,
        "The invoice has no line of that name, or one that is added up from nothing.",
        "The invoice lists its lines: `GET /v1/billing/invoices/{invoice}`.");

    public static readonly ProblemKind BillingNotSetUp = new(
        "billing_not_set_up", Status404NotFound,
        "There is no payment provider, or it has nothing to offer here: the plan has no price there, or the tenant is no customer yet. Usage is metered all the same.",
        "Ask the operator how to pay, or subscribe first with `POST /v1/billing/checkout`.");

    public static readonly ProblemKind BillingProviderUnavailable = new(
        "billing_provider_unavailable", Status503ServiceUnavailable,
        "The payment provider could not be reached, or did not do what was asked.",
        "Repeat the request; if it stays, tell the operator.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind NoticeNotFound = new(
        "notice_not_found", Status404NotFound,
        "There is no notice of that id.",
        "List the notices with `GET /v1/operator/notices`.");

    public static readonly ProblemKind OutboxMessageNotFound = new(
        "outbox_message_not_found", Status404NotFound,
        "There is no parked message of that id.",
        "List the parked messages with `GET /v1/operator/outbox/messages`.");

    public static readonly ProblemKind MailSuppressionNotFound = new(
        "mail_suppression_not_found", Status404NotFound,
        "There is no address of that id to which mail has stopped.",
        "List the addresses with `GET /v1/operator/mail/suppressions`.");

    public static readonly ProblemKind RestrictionNotFound = new(
        "restriction_not_found", Status404NotFound,
        "No restriction of processing holds for the tenant.",
        "Set one with `PUT /v1/privacy/restriction` if there is to be one.");

    public static readonly ProblemKind ErasureNotFound = new(
        "erasure_not_found", Status404NotFound,
        "The tenant has had no erasure of that id.",
        "List the erasures with `GET /v1/privacy/erasures`.");

    public static readonly ProblemKind IdentityInLiveSession = new(
        "identity_in_live_session", Status409Conflict,
        "The identity is, or was, in a session that goes on.",
        "Wait until the session has ended, or delete its room, and repeat the request.");

    public static readonly ProblemKind ExportNotFound = new(
        "export_not_found", Status404NotFound,
        "The tenant has no export of that id.",
        "List the exports with `GET /v1/privacy/exports`.");

    public static readonly ProblemKind ExportInProgress = new(
        "export_in_progress", Status409Conflict,
        "An export of the tenant is being made, and one is made at a time.",
        "Wait until it is ready; `GET /v1/privacy/exports` says how far it is.");

    public static readonly ProblemKind ExportNotReady = new(
        "export_not_ready", Status409Conflict,
        "The export's archive is not whole yet, or could not be made.",
        "Wait until its `state` is `ready`; after `failed`, ask for a new one.");

    public static readonly ProblemKind ExportExpired = new(
        "export_expired", Status410Gone,
        "The export's archive was removed: 24 hours are over, or a newer one has taken its place.",
        "Ask for a new one with `POST /v1/privacy/exports`.");

    public static readonly ProblemKind TenantNotFound = new(
        "tenant_not_found", Status404NotFound,
        "No tenant has that id.",
        "Check the id; it begins with `ten_`.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method_not_allowed", Status405MethodNotAllowed,
        "The route exists, but not for this method.",
        "Check the method against `/docs`; the header `Allow` names those that the route takes.");

    public static readonly ProblemKind RoomExistsWithOtherSettings = new(
        "room_exists_with_other_settings", Status409Conflict,
        "A room of that name exists, and its settings are not the ones asked for.",
        "Change it with `PATCH /v1/rooms/{room}`, ask for the settings that it has, or delete it first.");

    public static readonly ProblemKind RoomClosing = new(
        "room_closing", Status409Conflict,
        "The room was deleted with `when_live=after`: the session that goes on may end, and nobody is let in any more.",
        "Wait until it has ended and create the room anew, or use another room.");

    public static readonly ProblemKind RoomNotOpen = new(
        "room_not_open", Status409Conflict,
        "The room's `not_before` lies ahead.",
        "Mint the token when the room opens, or change `not_before` with `PATCH /v1/rooms/{room}`.");

    public static readonly ProblemKind RoomExpired = new(
        "room_expired", Status409Conflict,
        "The room's `expires_at` has passed.",
        "Change `expires_at` with `PATCH /v1/rooms/{room}`, or delete the room.");

    public static readonly ProblemKind RoomFull = new(
        "room_full", Status409Conflict,
        "As many participants are in the room as it takes; `limit` says which limit decided.",
        "Wait until somebody leaves, or raise the limit; `limit.raised_by` says who can.");

    public static readonly ProblemKind RoomNotLive = new(
        "room_not_live", Status409Conflict,
        "Nobody is in the room, so there is nobody to do it to.",
        "Repeat it when the room is live.");

    public static readonly ProblemKind RoomIsLive = new(
        "room_is_live", Status409Conflict,
        "The room was to be deleted with `when_live=fail`, and a session goes on in it.",
        "Wait until it is idle, or delete it with `when_live=end` or `when_live=after`.");

    public static readonly ProblemKind LimitReached = new(
        "limit_reached", Status409Conflict,
        "As many participants are connected, rooms live, recordings or streams going on, or ingresses there, as may be at once, or as much is recorded as may be in a billing period; `limit` says which.",
        "Wait until it is fewer, or raise the limit; `limit.raised_by` says who can.");

    public static readonly ProblemKind BudgetExhausted = new(
        "budget_exhausted", Status409Conflict,
        "A budget of participant-minutes is used up, and its action is to let nobody in any more; `limit` says which.",
        "Raise the budget; `limit.raised_by` says who can. A budget of a period begins anew with the next one.");

    public static readonly ProblemKind RemoteUnmuteDisabled = new(
        "remote_unmute_disabled", Status409Conflict,
        "The LiveKit server does not allow tracks to be unmuted from afar.",
        "Ask the participant to unmute, or the operator to set LiveKit's `room.enable_remote_unmute`.");

    public static readonly ProblemKind TooMany = new(
        "too_many", Status409Conflict,
        "The tenant has as many of these as it may have.",
        "Delete one that is not used any more.");

    public static readonly ProblemKind InsufficientScope = new(
        "insufficient_scope", Status403Forbidden,
        "The API key, or the account's role, is good but lacks the scope that the route needs; `detail` names the scope and those that there are.",
        "Use a key that has the scope, or have it given to this one: `detail` says by whom.");

    public static readonly ProblemKind IpNotAllowed = new(
        "ip_not_allowed", Status403Forbidden,
        "The API key is good, but may not be used from the address that the request came from; `detail` names the address that was seen.",
        "Use the key from where it may be used, or add the address to its `allowed_ips` with `PATCH /v1/api-keys/{key}`.");

    public static readonly ProblemKind ExceedsCaller = new(
        "exceeds_caller", Status403Forbidden,
        "An API key has, or would have, something that the caller itself has not: a scope, live mode, an address, time, rate. Or it is the personal key of somebody else.",
        "Ask for less, or have somebody do it who has more; `detail` names what is too much.");

    public static readonly ProblemKind ApiKeyNotFound = new(
        "api_key_not_found", Status404NotFound,
        "The tenant has no API key of that id, or it is a live one and the caller's is of test mode.",
        "List the keys with `GET /v1/api-keys`.");

    public static readonly ProblemKind ApiKeyRevoked = new(
        "api_key_revoked", Status409Conflict,
        "The API key has ended for good and cannot be changed any more.",
        "Make another one with `POST /v1/api-keys`.");

    public static readonly ProblemKind TenantSuspended = new(
        "tenant_suspended", Status403Forbidden,
        "The tenant is suspended, by the operator or since a payment is overdue; `detail` says why.",
        "Pay the open invoice, or ask the operator.");

    public static readonly ProblemKind TenantTerminated = new(
        "tenant_terminated", Status403Forbidden,
        "The tenant is to be deleted. Until then it can be read and exported, and nothing of it changed.",
        "Undo the deletion with `DELETE /v1/privacy/deletion` before its `erase_at`.");

    public static readonly ProblemKind ProcessingRestricted = new(
        "processing_restricted", Status403Forbidden,
        "The tenant has restricted what is done with its data to what is there already.",
        "Lift the restriction with `DELETE /v1/privacy/restriction`, or restrict `analysis` only.");

    public static readonly ProblemKind IdentityBanned = new(
        "identity_banned", Status403Forbidden,
        "The identity was removed from the room and is kept out of it for some time.",
        "Wait, or lift it with `DELETE /v1/rooms/{room}/bans/{identity}`.");

    public static readonly ProblemKind ParticipantNotFound = new(
        "participant_not_found", Status404NotFound,
        "Nobody of that identity is connected to the room.",
        "List who is with `GET /v1/rooms/{room}/participants`, and who was with `?status=disconnected`.");

    public static readonly ProblemKind TrackNotFound = new(
        "track_not_found", Status404NotFound,
        "The participant publishes no such track.",
        "Read the participant to see its tracks.");

    public static readonly ProblemKind RoleNotFound = new(
        "role_not_found", Status404NotFound,
        "The tenant has no role of that name.",
        "List the roles with `GET /v1/roles`.");

    public static readonly ProblemKind BanNotFound = new(
        "ban_not_found", Status404NotFound,
        "Nobody of that identity is kept out of the room.",
        "List who is with `GET /v1/rooms/{room}/bans`.");

    public static readonly ProblemKind SettingsChanged = new(
        "settings_changed", Status412PreconditionFailed,
        "`If-Match` names a version that is no longer the newest: somebody has changed the settings since.",
        "Read them again and repeat the change with the new `ETag`.");

    public static readonly ProblemKind LiveKitRejectedValue = new(
        "livekit_rejected_value", Status400BadRequest,
        "LiveKit does not take one of the values: the server is configured with lower limits than RelayKit's.",
        "Send less, or ask the operator to raise LiveKit's limits.");

    public static readonly ProblemKind NotSupportedByLiveKit = new(
        "not_supported_by_livekit", Status501NotImplemented,
        "The open-source LiveKit server has no such feature; LiveKit Cloud does.",
        "Do without it on this server.");

    public static readonly ProblemKind LiveKitRefused = new(
        "livekit_refused", Status502BadGateway,
        "LiveKit refused the call in a way that only the operator can mend: its API key, its version, or what stands before it.",
        "Tell the operator the `request_id`.");

    public static readonly ProblemKind LiveKitTimeout = new(
        "livekit_timeout", Status504GatewayTimeout,
        "LiveKit did not answer in time; the call may or may not have taken effect.",
        "Look whether it did, and repeat the request if it did not.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind IdempotencyKeyInUse = new(
        "idempotency_key_in_use", Status409Conflict,
        "A request with the same `Idempotency-Key` is being carried out.",
        "Repeat the request after a second; once the other has its answer, this one gets the same.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind BodyTooLarge = new(
        "body_too_large", Status413PayloadTooLarge,
        "The body is larger than 512 KiB.",
        "Send less; metadata and attributes take up to 64 KiB each.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported_media_type", Status415UnsupportedMediaType,
        "The body is not declared as JSON.",
        "Send the header `Content-Type: application/json`.");

    public static readonly ProblemKind TooManyStreams = new(
        "too_many_streams", Status429TooManyRequests,
        "As many streams and exports are open as one tenant, or one server, takes.",
        "Close one, share one among several readers, or read without a stream. `limit` says how many the tenant may have.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind RateLimited = new(
        "rate_limited", Status429TooManyRequests,
        "More requests came than the tenant may send, or more without a good key than one address may; `limit` says which limit decided. Nothing was done.",
        "Wait as long as `Retry-After` says and repeat the request, a POST with the same `Idempotency-Key`. `limit.raised_by` says who can raise the limit.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind AddressBlocked = new(
        "address_blocked", Status429TooManyRequests,
        "Too many keys that are none came from the address, so that requests without a good key are not answered for some time. Nothing was done.",
        "Send a key that is valid, or wait as long as `Retry-After` says. The operator can let the address in again.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind AbuseIncidentNotFound = new(
        "abuse_incident_not_found", Status404NotFound,
        "No rule about abuse has acted under that id.",
        "List what the rules have done with `GET /v1/operator/abuse-incidents`.");

    public static readonly ProblemKind IdempotencyKeyReused = new(
        "idempotency_key_reused", Status422UnprocessableEntity,
        "The `Idempotency-Key` was used within 24 hours for a request with another body or query.",
        "Give each request a key of its own, and repeat a request with exactly the bytes that it had.");

    public static readonly ProblemKind InternalError = new(
        "internal_error", Status500InternalServerError,
        "A fault of RelayKit's own, logged under the request's id.",
        "Tell the operator the `request_id`.");

    public static readonly ProblemKind UnknownLiveKitCluster = new(
        "unknown_livekit_cluster", Status400BadRequest,
        "A LiveKit cluster was named that is not configured.",
        "Leave `livekit_cluster` out, or name one that is configured.");

    public static readonly ProblemKind LiveKitClusterGone = new(
        "livekit_cluster_gone", Status503ServiceUnavailable,
        "The room lives on a LiveKit cluster that is no longer configured.",
        "Tell the operator; the room works again when the cluster is configured under its name.")
    {
        RetryAfterSeconds = 60,
    };

    public static readonly ProblemKind LiveKitUnavailable = new(
        "livekit_unavailable", Status503ServiceUnavailable,
        "LiveKit could not be reached, or had a fault of its own. What RelayKit itself decided stands.",
        "Repeat the request.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind StorageNotSetUp = new(
        "storage_not_set_up", Status404NotFound,
        "The tenant has set up no bucket of its own, and the operator offers no managed storage; or a call is about the own bucket, and there is only managed storage.",
        "Set up a bucket with `PUT /v1/tenant/storage`.");

    public static readonly ProblemKind StorageUnreachable = new(
        "storage_unreachable", Status422UnprocessableEntity,
        "The bucket was tried, and its host has no address, or nobody answers there. Nothing was saved.",
        "Correct `endpoint`, or `region` where there is none, and look whether the service runs.");

    public static readonly ProblemKind StorageTimedOut = new(
        "storage_timed_out", Status422UnprocessableEntity,
        "The bucket was tried, and the service has not answered within 10 seconds. Nothing was saved.",
        "Correct `endpoint`, and look whether a firewall drops what comes from here.");

    public static readonly ProblemKind StoragePrivateAddress = new(
        "storage_private_address", Status422UnprocessableEntity,
        "The service's host has a private address, or is to be spoken to without TLS, and the operator does not allow that. Nothing was saved.",
        "Name a service of the internet.");

    public static readonly ProblemKind StorageBadCertificate = new(
        "storage_bad_certificate", Status422UnprocessableEntity,
        "The service's certificate has expired, is for another host, or is signed by nobody known. Nothing was saved.",
        "Have it renewed, or correct `endpoint`. For a bucket with dots in its name set `force_path_style`.");

    public static readonly ProblemKind StorageRedirected = new(
        "storage_redirected", Status422UnprocessableEntity,
        "The service sends requests elsewhere, and nobody follows. Nothing was saved.",
        "Set `endpoint` to the address of the service itself.");

    public static readonly ProblemKind StorageWrongRegion = new(
        "storage_wrong_region", Status422UnprocessableEntity,
        "The bucket is in another region. Nothing was saved.",
        "Set `region` to the one that `detail` names, or that the bucket was made in.");

    public static readonly ProblemKind StorageWrongKey = new(
        "storage_wrong_key", Status422UnprocessableEntity,
        "The service does not know the access key, or the secret is not that key's. `errors` says which. Nothing was saved.",
        "Correct what `errors` names.");

    public static readonly ProblemKind StorageNoBucket = new(
        "storage_no_bucket", Status422UnprocessableEntity,
        "The service has no bucket of that name. Nothing was saved.",
        "Correct `bucket`; for a service behind one host name set `force_path_style`.");

    public static readonly ProblemKind StorageNotAllowed = new(
        "storage_not_allowed", Status422UnprocessableEntity,
        "The key or the role may not do in the bucket what is needed: put, get or delete objects below the prefix. Nothing was saved.",
        "Allow what `detail` names, in the policy of the key or of the bucket.");

    public static readonly ProblemKind StorageRoleRefused = new(
        "storage_role_refused", Status422UnprocessableEntity,
        "The role could not be taken on. Nothing was saved.",
        "Let the role's trust policy name the operator's user and, as `sts:ExternalId`, the tenant's id.");

    public static readonly ProblemKind StorageUnavailable = new(
        "storage_unavailable", Status422UnprocessableEntity,
        "The service of the bucket had a fault of its own. Nothing was saved.",
        "Repeat the request; if it stays, ask whoever runs the service.");

    public static readonly ProblemKind StorageNotS3 = new(
        "storage_not_s3", Status422UnprocessableEntity,
        "Whoever answered does not speak S3: a web page, a service without TLS at that port, a service that lacks what is needed. Nothing was saved.",
        "Correct `endpoint`.");

    public static readonly ProblemKind IdentityProviderUnavailable = new(
        "identity_provider_unavailable", Status503ServiceUnavailable,
        "Whoever keeps the passwords could not be reached or had a fault of its own. Nothing is said of whether password or token are good.",
        "Repeat the request; if it stays, tell the operator.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind TemporarilyUnavailable = new(
        "temporarily_unavailable", Status503ServiceUnavailable,
        "RelayKit could not finish in time; the request may or may not have taken effect.",
        "Repeat the request, a POST with the same `Idempotency-Key`.")
    {
        RetryAfterSeconds = 1,
    };

    /// <summary>All of them, by code.</summary>
    public static readonly FrozenDictionary<string, ProblemKind> ByCode = typeof(ProblemKinds)
        .GetFields()
        .Select(static field => field.GetValue(null))
        .OfType<ProblemKind>()
        .ToFrozenDictionary(static kind => kind.Code, StringComparer.Ordinal);
}
