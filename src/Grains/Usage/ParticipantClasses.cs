namespace RelayKit.Usage;

/// <summary>The facts about <see cref="ParticipantClass"/> that more than one place needs.</summary>
public static class ParticipantClasses
{
    /// <summary>How many classes there are; they are numbered from 0.</summary>
    public const int Count = 5;

    private static readonly string[] Words = ["standard", "sip", "ingress", "egress", "agent"];

    /// <summary>The word for a class in answers and rows.</summary>
    public static string Word(this ParticipantClass @class) => Words[(int)@class];

    /// <summary>Whether connected time of this class is on the bill without a plan saying so.</summary>
    public static bool IsBilled(this ParticipantClass @class) =>
        @class is ParticipantClass.Standard or ParticipantClass.Sip or ParticipantClass.Ingress;

    /// <summary>
    /// Whether LiveKit counts the class in a room's <c>num_participants</c> and keeps a room open for it: all but agents and recorders.
    /// </summary>
    public static bool KeepsRoomOpen(this ParticipantClass @class) =>
        @class is not (ParticipantClass.Egress or ParticipantClass.Agent);
}
