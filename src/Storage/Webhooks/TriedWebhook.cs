using RelayKit.Outbox;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>A try that is over.</summary>
/// <param name="Message">The message that was tried.</param>
/// <param name="Attempt">What came of it.</param>
/// <param name="EndedAt">When it was over.</param>
internal sealed record TriedWebhook(OutboxMessage Message, WebhookAttempt Attempt, DateTimeOffset EndedAt)
{
    /// <summary>Whether an earlier try of the same delivery may be kept.</summary>
    public bool MayHaveEarlier => Attempt.Number > 1 || !Message.Body.IsEmpty;
}
