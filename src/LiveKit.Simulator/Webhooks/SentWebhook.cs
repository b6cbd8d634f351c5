namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>A webhook that was sent, whole, so that anybody can send it once more.</summary>
/// <param name="Id">LiveKit's event id.</param>
/// <param name="Event">Its name.</param>
/// <param name="Room">The room's name; the queue it went through.</param>
/// <param name="Body">The body, byte for byte.</param>
/// <param name="Authorization">The header Authorization.</param>
/// <param name="Url">Where to.</param>
/// <param name="Attempts">How often.</param>
/// <param name="Status">The last answer's status; null when there was none.</param>
internal sealed record SentWebhook(
    string Id, string Event, string Room, string Body, string Authorization, Uri Url, int Attempts, int? Status);
