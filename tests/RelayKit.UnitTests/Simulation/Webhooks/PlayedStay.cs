using RelayKit.Rooms;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>One connection: what is true of it.</summary>
internal sealed class PlayedStay(PlayedLife life, ParticipantFact who, long toMs)
{
    public PlayedLife Life { get; } = life;

    public ParticipantFact Who { get; } = who;

    public string Sid => Who.Sid;

    /// <summary>Unix milliseconds, as LiveKit tells it.</summary>
    public long FromMs { get; } = who.JoinedAtMs!.Value;

    /// <summary>When it was gone, to the millisecond; LiveKit tells the whole second.</summary>
    public long ToMs { get; } = toMs;

    public required PlayedWebhook Joined { get; init; }

    /// <summary>Null where it outlasts the history, or went with its node.</summary>
    public PlayedWebhook? Left { get; init; }

    public bool HasEnded => ToMs < PlayedLife.NeverMs;

    public bool IsThere(long atMs) => FromMs <= atMs && atMs < ToMs;
}
