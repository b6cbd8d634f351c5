using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.ServerSentEvents;

namespace RelayKit.Api.Events;

/// <summary>What the OpenAPI document says of the routes of events.</summary>
internal static class EventDocs
{
    private static readonly QueryDoc[] Filters =
    [
        new("type", "Only events of this type; of several with commas between, or given several times. Left out, all.") { Example = "participant.joined,participant.left" },
        new("room", "Only events of this room.") { Example = "standup" },
        new("mode", "Only events of this mode; those of no mode come in any case. Left out, the key's own.") { Words = ["live", "test"] },
    ];

    public static readonly RouteDoc List = new(
        "listEvents",
        RouteTags.Events,
        "List events",
        """
        What happened to the tenant's rooms, in the order of `sequence`, the oldest first. Sequences have no gaps and are in the order in which events were
        committed: whoever has read up to one has missed nothing before it. An event is told of for 30 days from its `created_at`.

        `after` takes the `sequence` of any event, also from `/v1/events/stream` or a webhook. If events that came after it have grown older than 30 days, the
        answer is 410 `events_expired`, so that nobody takes a copy of the log to be whole that is not.

        A page with filters may have fewer events than `limit`, or none, and yet a `next_cursor`: a request looks at no more than 100,000
        events. The types and what their `data` has:

        | type | `data` |
        | --- | --- |
        | `room.started` | `room mode session_id livekit_room_sid started_at` |
        | `room.finished` | as before, and `ended_at` |
        | `room.ending` | as `room.started`, and the `rule` that ends it |
        | `participant.joined` | `room mode session_id livekit_room_sid`, `participant {id livekit_sid identity name kind joined_at}` |
        | `participant.left` | as before, with `left_at duration_ms disconnect_reason` |
        | `participant.removed` | `room mode session_id livekit_room_sid`, `participant {id livekit_sid identity name}`, `by reason message`, and `banned_until` if kept out |
        | `track.published`, `track.unpublished` | `room mode session_id livekit_room_sid`, `participant {livekit_sid identity}`, `track {livekit_sid type source name}` |
        | `webhook_endpoint.disabled` | `mode reason failing_since`, `webhook_endpoint {id description}` |
        | `usage.threshold_reached`, `usage.cap_reached` | `mode scope percent budget_minutes action reached_at`, of the scope `label`, `room` or `livekit_room_sid`, and `ends_at` if sessions end |
        | `tenant.slowed` | `reason ends_at`; no `mode` |
        | `tenant.suspended` | `reason sessions_end_at`; no `mode` |
        | `tenant.resumed` | nothing |
        | `billing.past_due`, `billing.grace`, `billing.suspended`, `billing.recovered` | `stage since`, and `next_stage_at` or `sessions_end_at` where there is one; no `mode` |
        | `billing.period_closed` | `period invoice plan currency total`; no `mode` |
        | `recording.started`, `recording.updated`, `recording.completed`, `recording.failed`, `recording.rescued` | `mode room session_id`, and `recording`: as `GET /v1/recordings/{recording}` has it |
        | `stream.started`, `stream.updated`, `stream.ended`, `stream.failed` | `mode room session_id`, and `stream`, with `outputs` |
        | `ingress.created`, `ingress.updated`, `ingress.deleted` | `room mode`, `ingress {id kind}`, `participant {identity name}` |
        | `ingress.started` | as before, with `ingress {id kind started_at}` |
        | `ingress.ended` | as before, with `ended_at error` in `ingress` |
        | `api_key.created` | `mode`, `api_key {id name kind prefix last_four scopes}`, and `by` if it was not the operator |
        | `api_key.revoked` | as before, with `reason` and, of one that leaked, `found_at` |
        """)
    {
        Query =
        [
            QueryDoc.Limit,
            QueryDoc.Cursor,
            new("after", "Only events after this `sequence`; 0 for all. Not with `cursor`.") { Example = "0" },
            .. Filters,
        ],
        Answers = [new(200, typeof(Page<EventResponse>), "A page of events.")],
        Problems = [ProblemKinds.EventsExpired],
    };

    public static readonly RouteDoc Get = new("getEvent", RouteTags.Events, "Get an event", "One event of the last 30 days.")
    {
        Query = [new("mode", "The mode that it is of. Left out, the key's own.") { Words = ["live", "test"] }],
        Answers = [new(200, typeof(EventResponse), "The event.")],
        Problems = [ProblemKinds.EventNotFound],
    };

    public static readonly RouteDoc Stream = new(
        "streamEvents",
        RouteTags.Events,
        "Follow events",
        """
        Every event as it is committed, as server-sent events: `id` is its `sequence`, `event` its type and `data` what `GET /v1/events` answers of it. Without a
        place a stream begins at the end of the log; `after` or the header `Last-Event-ID` begins after an event, and `after=0` at the oldest. The header
        goes first, since a browser's `EventSource` repeats the address when it connects again. Nothing is missed and nothing comes twice, also where a
        client comes again to another server.

        The first thing that a stream sends, and from time to time a later one, is an `id` without data: the place that the stream is at. A comment
        comes when there was nothing for 15 seconds. A stream ends when the server stops or the API key is revoked; connect again then. 410 `events_expired` means
        that events after the place are no longer told of, and 400 that the log has never been there.
        """)
    {
        Query = [new("after", "Begin after this `sequence`; 0 for the oldest. Left out, the end of the log.") { Example = "0" }, .. Filters],
        Headers = [new(EventRequest.LastEventId, "The `id` that was seen last; goes before `after`.")],
        Answers =
        [
            new(200, typeof(EventResponse), "The stream. The schema is that of each event's `data`.") { ContentTypes = [ServerSentEventWriter.ContentType] },
        ],
        Problems = [ProblemKinds.TooManyStreams, ProblemKinds.EventsExpired],
    };
}
