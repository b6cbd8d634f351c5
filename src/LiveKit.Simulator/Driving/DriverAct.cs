namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>What a driver does.</summary>
internal enum DriverAct
{
    /// <summary>Somebody who is not there joins.</summary>
    Join,

    /// <summary>Somebody connects who will never get any media.</summary>
    Abort,

    /// <summary>Who never got any media goes away, before LiveKit gives up by itself.</summary>
    GiveUp,

    /// <summary>Somebody leaves.</summary>
    Leave,

    /// <summary>Somebody who is there joins once more, and is evicted as DUPLICATE_IDENTITY.</summary>
    Evict,

    /// <summary>Somebody leaves, to come back within a second.</summary>
    Hop,

    /// <summary>Who hopped, or was in a node that died, comes back.</summary>
    Return,

    /// <summary>Somebody publishes a track.</summary>
    Publish,

    /// <summary>Somebody ends a track.</summary>
    Unpublish,

    /// <summary>
    /// Everybody but agents and recorders leaves a room, and nothing happens there for a while: mostly long enough for it to time out.
    /// </summary>
    Empty,

    /// <summary>A room is deleted with whoever is in it.</summary>
    Delete,

    /// <summary>A node dies; most of its people come back within seconds.</summary>
    Crash,

    /// <summary>A room moves to the other node.</summary>
    Move,

    /// <summary>Nothing.</summary>
    Pause,
}
