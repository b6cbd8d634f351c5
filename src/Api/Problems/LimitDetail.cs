using RelayKit.Limits;

namespace RelayKit.Api.Problems;

/// <summary>The limit that a request was refused by.</summary>
/// <param name="Name">Which limit, as in <c>GET /v1/limits</c>.</param>
/// <param name="Scope">What it counts over: <c>tenant</c>, <c>label</c>, <c>room</c>, <c>session</c>, <c>api_key</c> or <c>address</c>.</param>
/// <param name="Subject">Which label (<c>name=value</c>), room, key or address; null for the tenant.</param>
/// <param name="Value">The limit.</param>
/// <param name="Used">What is used of it; null where that is not counted.</param>
/// <param name="RaisedBy">Who can raise it: <c>operator</c> or <c>tenant</c>.</param>
internal sealed record LimitDetail(string Name, string Scope, string? Subject, long Value, long? Used, string RaisedBy)
{
    public static LimitDetail Of(ReachedLimit limit) => new(
        limit.Name, WordOf(limit.Scope), limit.Subject, limit.Value, limit.Used, limit.RaisedBy.Word());

    public static string WordOf(LimitScope scope) => scope switch
    {
        LimitScope.Label => "label",
        LimitScope.Room => "room",
        LimitScope.Session => "session",
        _ => "tenant",
    };
}
