namespace RelayKit.Client;

/// <summary>
/// The codes that <see cref="RelayKitException.Code"/> can have: those of the API as this version of the client knows them, and the client's own, which
/// begin with <c>client_</c>. A newer server may have more.
/// </summary>
public static class ErrorCodes
{
    /// <summary>No connection came about, or it broke before the answer was whole.</summary>
    public const string ConnectionFailed = "client_connection_failed";

    /// <summary>The answer did not come in time: <see cref="RelayKitClientOptions.AttemptTimeout"/>, <see cref="RelayKitClientOptions.Deadline"/>.</summary>
    public const string TimedOut = "client_timed_out";

    /// <summary>The answer is none of RelayKit's: another server's, a proxy's, or one that cannot be read.</summary>
    public const string UnexpectedAnswer = "client_unexpected_answer";

    /// <summary>Status 400. The request is not well-formed HTTP: a broken header, an incomplete body, a length that does not fit.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>Status 400. The body is not JSON, not an object, or nested more than 16 deep.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>Status 400. One or more fields, query parameters or headers are not what this route takes; <c>errors</c> names each by JSON Pointer (<c>?name</c> for a query parameter, the name alone for a header).</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>Status 400. LiveKit does not take one of the values: the server is configured with lower limits than RelayKit's.</summary>
    public const string LiveKitRejectedValue = "livekit_rejected_value";

    /// <summary>Status 401. The API key is mistyped, unknown, revoked or expired.</summary>
    public const string InvalidApiKey = "invalid_api_key";

    /// <summary>Status 401. The request has no <c>Authorization: Bearer …</c> header.</summary>
    public const string MissingApiKey = "missing_api_key";

    /// <summary>Status 403. An API key has, or would have, something that the caller itself has not: a scope, live mode, an address, time, rate.</summary>
    public const string ExceedsCaller = "exceeds_caller";

    /// <summary>Status 403. The API key may not be used from the address that the request came from; the message names the address that was seen.</summary>
    public const string IpNotAllowed = "ip_not_allowed";

    /// <summary>Status 404. The tenant has no API key of that id.</summary>
    public const string ApiKeyNotFound = "api_key_not_found";

    /// <summary>Status 409. The API key has ended for good and cannot be changed any more.</summary>
    public const string ApiKeyRevoked = "api_key_revoked";

    /// <summary>Status 403. The identity was removed from the room and is kept out of it for some time.</summary>
    public const string IdentityBanned = "identity_banned";

    /// <summary>Status 401. The session of whoever was signed in has ended; requests with a key never get it.</summary>
    public const string NotSignedIn = "not_signed_in";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenMalformed = "token_malformed";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenAlgorithmNotAllowed = "token_algorithm_not_allowed";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenWrongIssuer = "token_wrong_issuer";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenUnknownKey = "token_unknown_key";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenBadSignature = "token_bad_signature";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenWrongAudience = "token_wrong_audience";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenNotYetValid = "token_not_yet_valid";

    /// <summary>Status 401. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string TokenSignedOut = "token_signed_out";

    /// <summary>Status 403. Only for tokens of a provider of identities; requests with a key never get it.</summary>
    public const string NoAccount = "no_account";

    /// <summary>Status 503. Whoever keeps the passwords could not be reached; requests with a key never get it.</summary>
    public const string IdentityProviderUnavailable = "identity_provider_unavailable";

    /// <summary>Status 403. The API key is good but lacks the scope that the route needs; the message names the scope and those that the key has.</summary>
    public const string InsufficientScope = "insufficient_scope";

    /// <summary>Status 403. A request with a session's cookie does not say that it comes from a page of the host; requests with a key never get it.</summary>
    public const string CrossSiteRequest = "cross_site_request";

    /// <summary>Status 403. The address of the account that is signed in is not verified; requests with a key never get it.</summary>
    public const string EmailNotVerified = "email_not_verified";

    /// <summary>Status 403. The tenant is suspended, by the operator or since a payment is overdue; <c>detail</c> says why.</summary>
    public const string TenantSuspended = "tenant_suspended";

    /// <summary>Status 404. Nobody of that identity is kept out of the room.</summary>
    public const string BanNotFound = "ban_not_found";

    /// <summary>Status 404. The tenant has no event of that id.</summary>
    public const string EventNotFound = "event_not_found";

    /// <summary>Status 410. Events that followed the place are older than 30 days and are no longer told of.</summary>
    public const string EventsExpired = "events_expired";

    /// <summary>Status 404. The tenant has no ingress of that id in the key's mode, or it was deleted.</summary>
    public const string IngressNotFound = "ingress_not_found";

    /// <summary>Status 404. The tenant has no webhook endpoint of that id in the key's mode, or it was deleted.</summary>
    public const string WebhookEndpointNotFound = "webhook_endpoint_not_found";

    /// <summary>Status 404. The endpoint has no delivery of that id: it was not tried yet, or is older than 30 days.</summary>
    public const string WebhookDeliveryNotFound = "webhook_delivery_not_found";

    /// <summary>Status 409. The webhook endpoint is switched off, so nothing but a test is sent there.</summary>
    public const string WebhookEndpointDisabled = "webhook_endpoint_disabled";

    /// <summary>Status 404. Nobody of that identity is connected to the room.</summary>
    public const string ParticipantNotFound = "participant_not_found";

    /// <summary>Status 404. The tenant has no role of that name.</summary>
    public const string RoleNotFound = "role_not_found";

    /// <summary>Status 404. The tenant has no room of that name in the key's mode, or it was deleted.</summary>
    public const string RoomNotFound = "room_not_found";

    /// <summary>Status 404. There is no such route.</summary>
    public const string RouteNotFound = "route_not_found";

    /// <summary>Status 404. The tenant's log has no request of that id: it was another's, is older than 30 days, or could not be logged.</summary>
    public const string RequestLogNotFound = "request_log_not_found";

    /// <summary>Status 404. The tenant has no session of that id in the key's mode.</summary>
    public const string SessionNotFound = "session_not_found";

    /// <summary>Status 404. No tenant has that id.</summary>
    public const string TenantNotFound = "tenant_not_found";

    /// <summary>Status 404. The participant publishes no such track.</summary>
    public const string TrackNotFound = "track_not_found";

    /// <summary>Status 405. The route exists, but not for this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>Status 409. A budget of participant-minutes is used up, and its action is to let nobody in any more; <c>limit</c> says which.</summary>
    public const string BudgetExhausted = "budget_exhausted";

    /// <summary>Status 409. A request with the same <c>Idempotency-Key</c> is being carried out.</summary>
    public const string IdempotencyKeyInUse = "idempotency_key_in_use";

    /// <summary>Status 409. What is asked for cannot be changed of an ingress of this kind: one that pulls from an address stays as it was made, and only WHIP goes without transcoding.</summary>
    public const string IngressNotChangeable = "ingress_not_changeable";

    /// <summary>Status 422. The tenant wants each start to confirm that everybody who is recorded has agreed.</summary>
    public const string RecordingConsentMissing = "recording_consent_missing";

    /// <summary>Status 409. The recording or stream has ended, or is ending, so that nothing of it can be changed.</summary>
    public const string RecordingEnded = "recording_ended";

    /// <summary>Status 409. There is no file: nothing is written yet, nothing was recorded, or it was deleted.</summary>
    public const string RecordingFileUnavailable = "recording_file_unavailable";

    /// <summary>Status 409. The tenant's key template gives this recording no key: it is too long, or a part of it is dots alone.</summary>
    public const string RecordingKeyRefused = "recording_key_refused";

    /// <summary>Status 409. It is of a kind that has nothing of what is to be changed.</summary>
    public const string RecordingNotChangeable = "recording_not_changeable";

    /// <summary>Status 409. The recording has not ended, so that its file cannot be deleted.</summary>
    public const string RecordingNotEnded = "recording_not_ended";

    /// <summary>Status 404. The tenant has no recording of that id in the key's mode.</summary>
    public const string RecordingNotFound = "recording_not_found";

    /// <summary>Status 422. LiveKit does not take what is to be recorded or streamed, or does not find it.</summary>
    public const string RecordingRefused = "recording_refused";

    /// <summary>Status 404. The tenant has no stream of that id in the key's mode.</summary>
    public const string StreamNotFound = "stream_not_found";

    /// <summary>Status 409. What is to be started writes a file, but the tenant has no bucket, and the operator offers no managed storage.</summary>
    public const string NoStorage = "no_storage";

    /// <summary>Status 502. The bucket cannot be used now; <c>detail</c> says why.</summary>
    public const string StorageUnusable = "storage_unusable";

    /// <summary>Status 409. As many participants are connected, rooms live, recordings or streams going on, or ingresses there, as may be at once, or as much is recorded as may be in a billing period; <c>limit</c> says which.</summary>
    public const string LimitReached = "limit_reached";

    /// <summary>Status 409. The LiveKit server does not allow tracks to be unmuted from afar.</summary>
    public const string RemoteUnmuteDisabled = "remote_unmute_disabled";

    /// <summary>Status 409. The room was deleted with <c>when_live=after</c>: the session that goes on may end, and nobody is let in any more.</summary>
    public const string RoomClosing = "room_closing";

    /// <summary>Status 409. A room of that name exists, and its settings are not the ones asked for.</summary>
    public const string RoomExistsWithOtherSettings = "room_exists_with_other_settings";

    /// <summary>Status 409. The room's <c>expires_at</c> has passed.</summary>
    public const string RoomExpired = "room_expired";

    /// <summary>Status 409. As many participants are in the room as it takes; <c>limit</c> says which limit decided.</summary>
    public const string RoomFull = "room_full";

    /// <summary>Status 409. The room was to be deleted with <c>when_live=fail</c>, and a session goes on in it.</summary>
    public const string RoomIsLive = "room_is_live";

    /// <summary>Status 409. Nobody is in the room, so there is nobody to do it to.</summary>
    public const string RoomNotLive = "room_not_live";

    /// <summary>Status 409. The room's <c>not_before</c> lies ahead.</summary>
    public const string RoomNotOpen = "room_not_open";

    /// <summary>Status 409. The tenant has as many of these as it may have.</summary>
    public const string TooMany = "too_many";

    /// <summary>Status 412. <c>If-Match</c> names a version that is no longer the newest: somebody has changed the settings since.</summary>
    public const string SettingsChanged = "settings_changed";

    /// <summary>Status 413. The body is larger than 512 KiB.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>Status 415. The body is not declared as JSON.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>Status 422. The <c>Idempotency-Key</c> was used within 24 hours for a request with another body or query.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>Status 429. Too many keys that are none came from the address; a good key is let in all the same.</summary>
    public const string AddressBlocked = "address_blocked";

    /// <summary>Status 429. Requests come faster than the tenant may send them.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>Status 429. As many streams and exports are open as one tenant, or one server, takes.</summary>
    public const string TooManyStreams = "too_many_streams";

    /// <summary>Status 500. A fault of RelayKit's own, logged under the request's id.</summary>
    public const string InternalError = "internal_error";

    /// <summary>Status 501. The open-source LiveKit server has no such feature; LiveKit Cloud does.</summary>
    public const string NotSupportedByLiveKit = "not_supported_by_livekit";

    /// <summary>Status 502. LiveKit refused the call in a way that only the operator can mend: its API key, its version, or what stands before it.</summary>
    public const string LiveKitRefused = "livekit_refused";

    /// <summary>Status 503. The room lives on a LiveKit cluster that is no longer configured.</summary>
    public const string LiveKitClusterGone = "livekit_cluster_gone";

    /// <summary>Status 503. LiveKit could not be reached, or had a fault of its own. What RelayKit itself decided stands.</summary>
    public const string LiveKitUnavailable = "livekit_unavailable";

    /// <summary>Status 503. RelayKit could not finish in time; the request may or may not have taken effect.</summary>
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>Status 504. LiveKit did not answer in time; the call may or may not have taken effect.</summary>
    public const string LiveKitTimeout = "livekit_timeout";

    /// <summary>Status 403. The tenant has restricted what is done with its data to what is there already.</summary>
    public const string ProcessingRestricted = "processing_restricted";

    /// <summary>Status 403. The tenant is to be deleted. Until then it can be read and exported, and nothing of it changed.</summary>
    public const string TenantTerminated = "tenant_terminated";

    /// <summary>Status 404. No deletion of the tenant stands, or it is being carried out and can no longer be undone.</summary>
    public const string DeletionNotFound = "deletion_not_found";

    /// <summary>Status 404. The tenant has had no erasure of that id.</summary>
    public const string ErasureNotFound = "erasure_not_found";

    /// <summary>Status 404. The tenant has no export of that id.</summary>
    public const string ExportNotFound = "export_not_found";

    /// <summary>Status 404. No restriction of processing holds for the tenant.</summary>
    public const string RestrictionNotFound = "restriction_not_found";

    /// <summary>Status 409. An export of the tenant is being made, and one is made at a time.</summary>
    public const string ExportInProgress = "export_in_progress";

    /// <summary>Status 409. The export's archive is not whole yet, or could not be made.</summary>
    public const string ExportNotReady = "export_not_ready";

    /// <summary>Status 409. The identity is, or was, in a session that goes on.</summary>
    public const string IdentityInLiveSession = "identity_in_live_session";

    /// <summary>Status 410. The export's archive was removed: 24 hours are over, or a newer one has taken its place.</summary>
    public const string ExportExpired = "export_expired";

    /// <summary>Status 404. There is no plan of that code, or it is not offered.</summary>
    public const string PlanNotFound = "plan_not_found";

    /// <summary>Status 409. Tenants have the plan as their own. Nothing was deleted.</summary>
    public const string PlanInUse = "plan_in_use";

    /// <summary>Status 404. There is no invoice of that id.</summary>
    public const string InvoiceNotFound = "invoice_not_found";

    /// <summary>Status 404. The invoice has no line of that name, or one that is added up from nothing.</summary>
    public const string InvoiceLineNotFound = "invoice_line_not_found";

    /// <summary>Status 404. There is no payment provider, or it has nothing to offer here: the plan has no price there, or the tenant is no customer yet. Usage is metered all the same.</summary>
    public const string BillingNotSetUp = "billing_not_set_up";

    /// <summary>Status 503. The payment provider could not be reached, or did not do what was asked.</summary>
    public const string BillingProviderUnavailable = "billing_provider_unavailable";

    /// <summary>Status 404. The tenant has set up no bucket of its own, and the operator offers no managed storage; or a call is about the own bucket, and there is only managed storage.</summary>
    public const string StorageNotSetUp = "storage_not_set_up";

    /// <summary>Status 422. The bucket was tried, and its host has no address, or nobody answers there. Nothing was saved.</summary>
    public const string StorageUnreachable = "storage_unreachable";

    /// <summary>Status 422. The bucket was tried, and the service has not answered within 10 seconds. Nothing was saved.</summary>
    public const string StorageTimedOut = "storage_timed_out";

    /// <summary>Status 422. The service's host has a private address, or is to be spoken to without TLS, and the operator does not allow that. Nothing was saved.</summary>
    public const string StoragePrivateAddress = "storage_private_address";

    /// <summary>Status 422. The service's certificate has expired, is for another host, or is signed by nobody known. Nothing was saved.</summary>
    public const string StorageBadCertificate = "storage_bad_certificate";

    /// <summary>Status 422. The service sends requests elsewhere, and nobody follows. Nothing was saved.</summary>
    public const string StorageRedirected = "storage_redirected";

    /// <summary>Status 422. The bucket is in another region. Nothing was saved.</summary>
    public const string StorageWrongRegion = "storage_wrong_region";

    /// <summary>Status 422. The service does not know the access key, or the secret is not that key's. <c>errors</c> says which. Nothing was saved.</summary>
    public const string StorageWrongKey = "storage_wrong_key";

    /// <summary>Status 422. The service has no bucket of that name. Nothing was saved.</summary>
    public const string StorageNoBucket = "storage_no_bucket";

    /// <summary>Status 422. The key or the role may not do in the bucket what is needed: put, get or delete objects below the prefix. Nothing was saved.</summary>
    public const string StorageNotAllowed = "storage_not_allowed";

    /// <summary>Status 422. The role could not be taken on. Nothing was saved.</summary>
    public const string StorageRoleRefused = "storage_role_refused";

    /// <summary>Status 422. The service of the bucket had a fault of its own. Nothing was saved.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>Status 422. Whoever answered does not speak S3: a web page, a service without TLS at that port, a service that lacks what is needed. Nothing was saved.</summary>
    public const string StorageNotS3 = "storage_not_s3";
}
