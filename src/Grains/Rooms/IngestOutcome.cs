namespace RelayKit.Rooms;

/// <summary>What became of an event that was handed to a room.</summary>
[GenerateSerializer, Alias("RelayKit.IngestOutcome")]
public enum IngestOutcome
{
    /// <summary>It changed the ledger, durably.</summary>
    Committed = 0,

    /// <summary>It brought nothing new, and all that it could have brought is durable.</summary>
    NothingNew = 1,

    /// <summary>There is no such room; the event is of no use to anybody.</summary>
    UnknownRoom = 2,

    /// <summary>It speaks of a session that is unknown and that it does not describe well enough to open one.</summary>
    UnknownSession = 3,

    /// <summary>The ledger is full; the sender has to come again.</summary>
    Overloaded = 4,

    /// <summary>It is not known to be durable; the sender has to come again.</summary>
    Failed = 5,
}
