namespace RelayKit.Stripe.Simulator.Http;

/// <summary>A call as it came.</summary>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Fields">The parameters, from query or body.</param>
/// <param name="Version">The header <c>Stripe-Version</c>.</param>
/// <param name="IdempotencyKey">The header <c>Idempotency-Key</c>.</param>
/// <param name="UserAgent">The header <c>User-Agent</c>.</param>
internal sealed record RecordedRequest(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Fields, string Version, string IdempotencyKey, string UserAgent);
