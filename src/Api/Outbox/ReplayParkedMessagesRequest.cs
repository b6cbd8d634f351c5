using RelayKit.Api.Requests.Rules;
using RelayKit.Outbox;

namespace RelayKit.Api.Outbox;

/// <summary>Asks for all parked messages of a kind to be sent again.</summary>
/// <param name="Kind"><c>webhook</c>, <c>mail</c> or <c>meter</c>.</param>
internal sealed record ReplayParkedMessagesRequest(
    [property: Needed("say which kind"), OneOf(OutboxKinds.Webhook, OutboxKinds.Mail, OutboxKinds.Meter)] string? Kind);

/// <summary>Messages are sent again.</summary>
/// <param name="Replayed">How many.</param>
internal sealed record ReplayedMessagesResponse(int Replayed);
