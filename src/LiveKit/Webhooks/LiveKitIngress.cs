namespace RelayKit.LiveKit;

/// <summary>A stream that comes in from outside.</summary>
/// <param name="IngressId">LiveKit's id (<c>IN_…</c>).</param>
/// <param name="RoomName">Name of the room it goes to.</param>
/// <param name="State">How far it has come.</param>
public sealed record LiveKitIngress(string IngressId, string RoomName, IngressState State);

/// <summary>How far a stream from outside has come.</summary>
public enum IngressState
{
    /// <summary>Nobody sends.</summary>
    Inactive = 0,

    /// <summary>Somebody has begun to send.</summary>
    Buffering = 1,

    /// <summary>The room receives it.</summary>
    Publishing = 2,

    /// <summary>It failed.</summary>
    Error = 3,

    /// <summary>It has ended.</summary>
    Complete = 4,
}
