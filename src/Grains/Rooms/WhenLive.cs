namespace RelayKit.Rooms;

/// <summary>What deleting a room does to a session that goes on in it.</summary>
[GenerateSerializer, Alias("RelayKit.WhenLive")]
public enum WhenLive
{
    /// <summary>It is ended.</summary>
    End = 0,

    /// <summary>The room is not deleted.</summary>
    Fail = 1,

    /// <summary>It goes on, nobody is let in any more, and the room is deleted when it has ended.</summary>
    After = 2,
}
