namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>What a key may do with objects.</summary>
[Flags]
public enum ObjectStoreActs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Write objects, also in parts.</summary>
    Put = 1,

    /// <summary>Read objects and look at them.</summary>
    Get = 2,

    /// <summary>Remove objects.</summary>
    Delete = 4,

    /// <summary>List keys, and look at the bucket.</summary>
    List = 8,

    /// <summary>All of it.</summary>
    All = Put | Get | Delete | List,
}
