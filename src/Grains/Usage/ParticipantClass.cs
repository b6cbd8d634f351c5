namespace RelayKit.Usage;

/// <summary>
/// What a participant is to the meter. LiveKit's kinds <c>CONNECTOR</c> and <c>BRIDGE</c>, and any that is newer than this
/// code, count as <see cref="Standard"/>. The numbers are stored: they are never given another meaning.
/// </summary>
[GenerateSerializer, Alias("RelayKit.ParticipantClass")]
public enum ParticipantClass
{
    /// <summary>A person, or a program that joined as one. Billed.</summary>
    Standard = 0,

    /// <summary>A telephone call. Billed.</summary>
    Sip = 1,

    /// <summary>A stream brought in by RTMP or WHIP. Billed.</summary>
    Ingress = 2,

    /// <summary>LiveKit's recorder. Metered; billed only where a plan prices it.</summary>
    Egress = 3,

    /// <summary>An agent. Metered; billed only where a plan prices it.</summary>
    Agent = 4,
}
