namespace RelayKit.Client;

/// <summary>A test that is on its way.</summary>
public sealed record WebhookTest
{
    /// <summary>The delivery, <c>dlv_…</c>: it can be looked up when it was tried.</summary>
    public string Id { get; init; } = "";

    /// <summary>The id of the event that the test tells of, which no log has.</summary>
    public string EventId { get; init; } = "";
}
