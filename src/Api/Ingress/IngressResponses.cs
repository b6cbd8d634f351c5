using RelayKit.Ingress;

namespace RelayKit.Api.Ingress;

/// <summary>A place where streams from outside come in, without the sender's key.</summary>
/// <param name="Id"><c>ing_…</c>.</param>
/// <param name="Room">The room that it leads to.</param>
/// <param name="Kind"><c>rtmp</c>, <c>whip</c> or <c>url</c>.</param>
/// <param name="Identity">Who the stream is in the room.</param>
/// <param name="Name">The name that it is shown under; null for none.</param>
/// <param name="Status"><c>inactive</c>, <c>buffering</c>, <c>publishing</c>, <c>error</c> (of the last stream) or <c>complete</c> (of <c>url</c> alone).</param>
/// <param name="Url">Where a sender sends to; null of <c>url</c>, and while LiveKit has not said.</param>
/// <param name="SourceUrl">Of <c>url</c>, the address that is pulled, without what may be secret: <c>https://host/first/***</c>.</param>
/// <param name="EnableTranscoding">Whether LiveKit encodes the stream anew.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="StartedAt">When the stream that goes on, or the last one, began; null while there was none.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="Error">What went wrong with it, in LiveKit's words; null when nothing did.</param>
internal sealed record IngressResponse(
    string Id,
    string Room,
    string Kind,
    string Identity,
    string? Name,
    string Status,
    string? Url,
    string? SourceUrl,
    bool EnableTranscoding,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Error)
{
    public static IngressResponse Of(IngressRecord row) => new(
        row.Key.PublicId,
        row.Room,
        row.Kind.Word(),
        row.Identity,
        row.Name,
        row.Status.Word(),
        row.Url,
        row.SourceUrl,
        row.EnableTranscoding,
        row.CreatedAt,
        Instant(row.StartedAtMs),
        Instant(row.EndedAtMs),
        row.Error);

    private static DateTimeOffset? Instant(long? unixMilliseconds) => unixMilliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}

/// <summary>An ingress that was made, with the sender's key, which no other answer has. Its text does not show the key.</summary>
/// <param name="Id"><c>ing_…</c>.</param>
/// <param name="Room">The room that it leads to.</param>
/// <param name="Kind"><c>rtmp</c>, <c>whip</c> or <c>url</c>.</param>
/// <param name="Identity">Who the stream is in the room.</param>
/// <param name="Name">The name that it is shown under; null for none.</param>
/// <param name="Status"><c>inactive</c>, or how far what is pulled has come.</param>
/// <param name="Url">Where a sender sends to; null of <c>url</c>.</param>
/// <param name="StreamKey">The sender's key: of <c>rtmp</c> the stream key, of <c>whip</c> the bearer token. Whoever has it can send into the room. Null of <c>url</c>.</param>
/// <param name="SourceUrl">Of <c>url</c>, the address that is pulled, without what may be secret.</param>
/// <param name="EnableTranscoding">Whether LiveKit encodes the stream anew.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="StartedAt">When what is pulled began; null of others.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="Error">What went wrong with it, in LiveKit's words; null when nothing did.</param>
internal sealed record CreatedIngressResponse(
    string Id,
    string Room,
    string Kind,
    string Identity,
    string? Name,
    string Status,
    string? Url,
    string? StreamKey,
    string? SourceUrl,
    bool EnableTranscoding,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Error)
{
    public static CreatedIngressResponse Of(CreatedIngress created)
    {
        var row = IngressResponse.Of(created.Ingress);
        return new CreatedIngressResponse(
            row.Id, row.Room, row.Kind, row.Identity, row.Name, row.Status, row.Url, created.StreamKey, row.SourceUrl, row.EnableTranscoding, row.CreatedAt,
            row.StartedAt, row.EndedAt, row.Error);
    }

    public override string ToString() => $"{nameof(CreatedIngressResponse)} {{ {Id} }}";
}
