using System.Text.Json.Serialization;

namespace RelayKit.Api.Events;

/// <summary>An event of the tenant's log. <see cref="RelayKit.Events.LoggedEventJson"/> writes it.</summary>
/// <param name="Id"><c>evt_…</c>. The same for the same fact.</param>
/// <param name="Sequence">Its number in the tenant's log: from 1 on, without gaps, in the order in which events were committed. Numbers count events of both modes.</param>
/// <param name="Type">What happened, such as <c>participant.joined</c>.</param>
/// <param name="CreatedAt">When it happened, mostly by LiveKit's clock.</param>
/// <param name="Data">To whom and where; which fields it has depends on the type.</param>
internal sealed record EventResponse(string Id, long Sequence, string Type, DateTimeOffset CreatedAt, EventDataResponse Data);

/// <summary>What an event tells. Which fields are there depends on its type; more may be added.</summary>
internal sealed record EventDataResponse
{
    /// <summary>The room that it happened in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Room { get; init; }

    /// <summary><c>live</c> or <c>test</c>. Not there where both are meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; init; }

    /// <summary>The session of the room: <c>ses_…</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>LiveKit's sid of the session: <c>RM_…</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LivekitRoomSid { get; init; }

    /// <summary>When the session began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the session ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whom it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventParticipantResponse? Participant { get; init; }

    /// <summary>The track that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventTrackResponse? Track { get; init; }

    /// <summary>The recording that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventRecordingResponse? Recording { get; init; }

    /// <summary>The stream that goes out that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventRecordingResponse? Stream { get; init; }

    /// <summary>The ingress that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventIngressResponse? Ingress { get; init; }

    /// <summary>The webhook endpoint that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventWebhookEndpointResponse? WebhookEndpoint { get; init; }

    /// <summary>Since when every request to the webhook endpoint has failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the sessions of a suspended tenant are ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SessionsEndAt { get; init; }

    /// <summary>The rule of the room that ends the session, or <c>suspension</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>The API key that was made, or has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventApiKeyResponse? ApiKey { get; init; }

    /// <summary>Where somebody said that the key had leaked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FoundAt { get; init; }

    /// <summary>Who removed the participant: <c>tenant</c>, or <c>rule</c> for a rule of the room. Of an API key: the key or the account that did it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>Why, as whoever did it has said; null where nothing was said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What the participant was told; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>Until when the participant is kept out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? BannedUntil { get; init; }

    /// <summary>What the budget counts over: <c>tenant</c>, <c>label</c>, <c>room</c> or <c>session</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    /// <summary>The label whose budget it is, <c>name=value</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>How much of the budget is used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Percent { get; init; }

    /// <summary>The budget in participant-minutes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BudgetMinutes { get; init; }

    /// <summary>What happens when it is used up: <c>alert</c>, <c>no_new_joins</c> or <c>end</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>When the threshold was met.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReachedAt { get; init; }

    /// <summary>When sessions are ended for it; of a tenant that is slowed, when it no longer is, if it keeps to what it may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>A recording or stream in an event; never a stream's key.</summary>
/// <param name="Id"><c>rec_…</c> or <c>str_…</c>.</param>
/// <param name="Kind">What is recorded.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Automatic">Whether a rule has started it.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Presumed">Whether its end was concluded by RelayKit.</param>
internal sealed record EventRecordingResponse(string Id, string Kind, string Status, bool Automatic, DateTimeOffset RequestedAt, bool Presumed)
{
    /// <summary>When its media began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it plays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMs { get; init; }

    /// <summary>Its size.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SizeBytes { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>The bucket that its file goes to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Bucket { get; init; }

    /// <summary>The file's key there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>What became of the file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>What is wrong with the file; null when nothing is known to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileError { get; init; }

    /// <summary>The file's SHA-256, where RelayKit has moved it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sha256 { get; init; }

    /// <summary>Where a stream goes, without keys.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EventStreamOutputResponse>? Outputs { get; init; }
}

/// <summary>One address of a stream in an event.</summary>
/// <param name="Url">The address without its key.</param>
/// <param name="Status"><c>starting</c>, <c>active</c>, <c>finished</c> or <c>failed</c>.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
internal sealed record EventStreamOutputResponse(string Url, string Status, string? Error);

/// <summary>An ingress in an event; never its key.</summary>
/// <param name="Id"><c>ing_…</c>.</param>
/// <param name="Kind"><c>rtmp</c>, <c>whip</c> or <c>url</c>.</param>
internal sealed record EventIngressResponse(string Id, string Kind)
{
    /// <summary>When the stream began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the stream ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What went wrong with the stream; null when nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}

/// <summary>A webhook endpoint in an event, without its address.</summary>
/// <param name="Id"><c>whe_…</c>.</param>
/// <param name="Description">What the tenant says of it; null for nothing.</param>
internal sealed record EventWebhookEndpointResponse(string Id, string? Description);

/// <summary>An API key in an event; never its secret.</summary>
/// <param name="Id"><c>key_…</c>.</param>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Kind"><c>service</c> or <c>personal</c>.</param>
/// <param name="Prefix">The first characters of its newest secret.</param>
/// <param name="LastFour">The last characters of its newest secret; null where they were not kept.</param>
/// <param name="Scopes">What it may do.</param>
internal sealed record EventApiKeyResponse(string Id, string Name, string Kind, string Prefix, string? LastFour, IReadOnlyList<string> Scopes);

/// <summary>A participant in an event.</summary>
/// <param name="Identity">Who it is, in the tenant's words.</param>
internal sealed record EventParticipantResponse(string Identity)
{
    /// <summary>LiveKit's sid of the connection: <c>PA_…</c>. Not there with ingress, which says who a stream is whenever one comes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LivekitSid { get; init; }

    /// <summary>The participant session: <c>psn_…</c>. Not there with tracks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Display name; may be empty. Not there with tracks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>When it was connected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>When it was no longer connected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>How long it was connected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMs { get; init; }

    /// <summary>LiveKit's reason for the end, in lower case; null where no webhook told of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisconnectReason { get; init; }
}

/// <summary>A track in an event.</summary>
/// <param name="LivekitSid">LiveKit's sid: <c>TR_…</c>.</param>
/// <param name="Type"><c>audio</c>, <c>video</c> or <c>data</c>.</param>
/// <param name="Source">LiveKit's word for where it comes from, such as <c>microphone</c>.</param>
/// <param name="Name">The name that the participant gave it; may be empty.</param>
internal sealed record EventTrackResponse(string LivekitSid, string Type, string Source, string Name);
