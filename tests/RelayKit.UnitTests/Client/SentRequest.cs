namespace RelayKit.UnitTests.Client;

/// <summary>A request as it came to the server.</summary>
/// <param name="At">When.</param>
/// <param name="Method">Its method.</param>
/// <param name="PathAndQuery">Its path and query, as they were sent.</param>
/// <param name="Headers">Its headers, those of the body too.</param>
/// <param name="Body">Its body as text; null for none.</param>
internal sealed record SentRequest(DateTimeOffset At, string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}
