using RelayKit.Identifiers;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>A request that the tenant made.</summary>
/// <param name="Id"><c>req_…</c>, as <c>Request-Id</c> had it.</param>
/// <param name="CreatedAt">When it came in.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route's template, such as <c>/v1/rooms/{room}</c>. What its parameters were is not kept.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Code">The code of the problem that it was answered with; null for none.</param>
/// <param name="KeyId">The API key that it came with: <c>key_…</c>; null for none.</param>
/// <param name="AccountId">The account that it came from: <c>acc_…</c>; null for none.</param>
/// <param name="Ip">The address that it came from; null where that is not known.</param>
/// <param name="UserAgent">What the caller's program called itself, at most 256 characters of it; null where it did not say.</param>
/// <param name="DurationMs">Milliseconds until it was answered, to the microsecond; of a stream, as long as it was open.</param>
/// <param name="RequestBytes">The length of its body by its header; null where none told it.</param>
internal sealed record RequestLogResponse(
    string Id,
    DateTimeOffset CreatedAt,
    string Mode,
    string Method,
    string Route,
    int Status,
    string? Code,
    string? KeyId,
    string? AccountId,
    string? Ip,
    string? UserAgent,
    double DurationMs,
    long? RequestBytes)
{
    public static RequestLogResponse Of(RequestLogEntry entry) => new(
        PublicId.Format(PublicId.Request, entry.Id),
        UuidVersion7.InstantOf(entry.Id),
        entry.Mode.Word(),
        entry.Method,
        entry.Route,
        entry.Status,
        entry.Code,
        entry.KeyId is { } key ? PublicId.Format(PublicId.ApiKey, key) : null,
        entry.AccountId is { } account ? PublicId.Format(PublicId.Account, account) : null,
        entry.Address?.ToString(),
        entry.UserAgent,
        entry.Duration.TotalMilliseconds,
        entry.RequestBytes);
}
