namespace RelayKit.LiveKit;

/// <summary>What kind of client a participant is. A value that LiveKit adds later appears as its bare number.</summary>
public enum ParticipantKind
{
    /// <summary>An end user's app.</summary>
    Standard = 0,

    /// <summary>A stream that comes in from outside (RTMP, WHIP, a pulled URL).</summary>
    Ingress = 1,

    /// <summary>A recorder; it neither counts as a participant nor keeps the room open.</summary>
    Egress = 2,

    /// <summary>A telephone call.</summary>
    Sip = 3,

    /// <summary>A program of LiveKit's agents framework; it neither counts as a participant nor keeps the room open.</summary>
    Agent = 4,

    /// <summary>A call from another network.</summary>
    Connector = 7,

    /// <summary>A bridge from another kind of source, such as an RTSP camera.</summary>
    Bridge = 8,
}
