using RelayKit.Outbox;

namespace RelayKit.Storage.Webhooks;

/// <summary>What the body of an outbox message of a webhook says: nothing, for an event that was just written. The event itself is read when it is sent.</summary>
internal static class WebhookMarks
{
    /// <summary>It was sent before, and is asked for again.</summary>
    public static readonly byte[] Replay = "replay"u8.ToArray();

    /// <summary>It is a test: there is no event in the log, and the endpoint may be switched off.</summary>
    public static readonly byte[] Test = "test"u8.ToArray();

    public static bool IsReplay(OutboxMessage message) => message.Body.Span.SequenceEqual(Replay);

    public static bool IsTest(OutboxMessage message) => message.Body.Span.SequenceEqual(Test);
}
