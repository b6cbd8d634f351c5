namespace RelayKit.Api.Description;

/// <summary>What the OpenAPI document says before its routes.</summary>
internal static class Introduction
{
    public const string Text =
        """
        RelayKit is the control plane over self-hosted LiveKit: rooms, join tokens, moderation, the live usage meter, history and events
        of a tenant. Media never passes through it: an app joins with the stock LiveKit SDK, at the `url` and with the `token` of
        `POST /v1/rooms/{room}/tokens`.

        **Keys.** Send `Authorization: Bearer rk_live_…`. A key of test mode (`rk_test_…`) has rooms of its own, metered apart and never billed. A key has
        scopes, such as `rooms:read`; each route says which one it needs, and a key without it is refused (403 `insufficient_scope`).

        **Sessions.** Whoever is signed in uses the same routes by the cookie of `POST /v1/auth/signin`. Where Supabase Auth keeps the passwords, its access tokens
        (`Authorization: Bearer eyJ…`) are taken as well; on each of these routes the codes `token_…`, `no_account` and `identity_provider_unavailable`, which `GET /v1/me`
        lists, say what is wrong with one.

        **Errors** are `application/problem+json` (RFC 9457). Programs go by `code`; `detail` says how to mend it; `errors` names each wrong
        field by JSON Pointer, `?name` for a query parameter. All codes are at [/docs/errors](/docs/errors). A field or parameter that a route does not
        know is refused by name. What belongs to another tenant is not found.

        **Lists** come in pages: `data` and `next_cursor`, which is null on the last page. A cursor stays good while items come and go: an item that stays is
        seen exactly once.

        **Repeating.** Every POST takes `Idempotency-Key`: for 24 hours from its first use the same key with the same body has one effect and gets the
        same answer, byte for byte, with `Idempotent-Replayed: true`. With another body it is refused (422), and while the first request is under way too
        (409 `idempotency_key_in_use`; repeat it). A key holds for one API key and one path. A refusal that is a decision (403, 404, any other 409) is kept
        too: to have it decided anew, send a new key. Answers 400, 401, 408, 413, 415, 422, 425 and 429 leave the key unused; after a 5xx, or no answer
        at all, repeat the request as it was. Other methods ignore the header: a GET, PATCH, PUT or DELETE may be repeated anyway.

        **Limits.** A call costs points of the tenant's limit `api`: a read 1, a write 3, an expensive start 10; a join token costs a point of the limit `mint`
        instead. `RateLimit` on every answer says what is left; a refusal is 429 `rate_limited` with `Retry-After`. `GET /v1/limits` lists the limits.

        Every answer has a `Request-Id`; tell it when you ask for help.

        **Values.** Times are RFC 3339 in UTC with milliseconds; durations end in `_seconds` or `_ms`; ids have a prefix that says of what, and sort by creation.
        Fields may be added to answers; none is renamed or removed within version 1.
        """;
}
