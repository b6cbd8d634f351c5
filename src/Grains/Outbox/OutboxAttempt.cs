namespace RelayKit.Outbox;

/// <summary>One try to send a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Number">The how manieth it is, from 1 on. Tries that a crash has cut off are counted: nobody knows how far they came.</param>
/// <param name="StartedAt">When the message was taken to be sent.</param>
public sealed record OutboxAttempt(OutboxMessage Message, int Number, DateTimeOffset StartedAt);
