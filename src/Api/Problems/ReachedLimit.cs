namespace RelayKit.Api.Problems;

/// <summary>The limit that a request was refused by.</summary>
/// <param name="Name">Which limit, as in <c>GET /v1/limits</c>.</param>
/// <param name="Scope">What it counts over: <c>tenant</c>, <c>label</c>, <c>room</c>, <c>session</c> or <c>key</c>.</param>
/// <param name="Subject">Which label (<c>name=value</c>) or room; null for the tenant.</param>
/// <param name="Value">The limit.</param>
/// <param name="Used">What is used of it; null where that is not counted.</param>
/// <param name="RaisedBy">Who can raise it: <c>operator</c> or <c>tenant</c>.</param>
internal sealed record ReachedLimit(string Name, string Scope, string? Subject, long Value, long? Used, string RaisedBy);
