using RelayKit.Labels;
using RelayKit.LiveKit;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>What LiveKit says of a participant, in our words; the same whether a webhook or a look said it.</summary>
public static class LiveKitFacts
{
    /// <summary>LiveKit's own limit is 256; what is longer was not made by LiveKit, and an index would refuse it.</summary>
    private const int MaxSidLength = 256;

    /// <summary>The participant, without a reason for its end.</summary>
    /// <param name="participant">What LiveKit says.</param>
    /// <param name="labels">The labels of its own, opened (<see cref="LabelSeals"/>); null for none.</param>
    public static ParticipantFact Of(LiveKitParticipant participant, LabelSet? labels = null)
    {
        ArgumentNullException.ThrowIfNull(participant);
        return new ParticipantFact
        {
            Sid = participant.Sid,
            Identity = StorableText.Mend(participant.Identity),
            Name = StorableText.Mend(participant.Name),
            Class = ClassOf(participant.Kind),
            JoinedAtMs = participant.JoinedAt?.ToUnixTimeMilliseconds(),
            Labels = labels,
        };
    }

    /// <summary>Whether a text can be one of LiveKit's sids: short and plain. One that could not be a key is none.</summary>
    public static bool IsSid(string? sid) =>
        sid is { Length: > 0 and <= MaxSidLength } && !sid.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static ParticipantClass ClassOf(ParticipantKind kind) => kind switch
    {
        ParticipantKind.Sip => ParticipantClass.Sip,
        ParticipantKind.Ingress => ParticipantClass.Ingress,
        ParticipantKind.Egress => ParticipantClass.Egress,
        ParticipantKind.Agent => ParticipantClass.Agent,
        _ => ParticipantClass.Standard,
    };
}
