namespace RelayKit.Rooms;

/// <summary>A room as its row keeps it, whether or not anybody is in it.</summary>
public sealed record RoomRecord
{
    /// <summary>Which room.</summary>
    public required RoomKey Key { get; init; }

    /// <summary>The part of the LiveKit name that moves on at each deletion; from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>The LiveKit cluster that it lives on.</summary>
    public required string LiveKitCluster { get; init; }

    /// <summary>What the tenant decided.</summary>
    public required RoomSettings Settings { get; init; }

    /// <summary>When it was created, or created anew after a deletion.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was deleted; null while it exists. The row stays, since the generation must never repeat.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>When the generation moved on last; null while it is the first.</summary>
    public DateTimeOffset? GenerationSince { get; init; }

    /// <summary>Whether it is to be deleted as soon as the session that goes on has ended; nobody is let in any more.</summary>
    public bool IsClosing { get; init; }

    /// <summary>Counts the row's changes from 1: a writer who saw another count than the row has is refused.</summary>
    public required long Version { get; init; }
}
