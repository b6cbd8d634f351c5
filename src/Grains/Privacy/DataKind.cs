namespace RelayKit.Privacy;

/// <summary>What a column holds.</summary>
public enum DataKind
{
    /// <summary>An id that a machine has made: of a row, a session, LiveKit's sids.</summary>
    Identifier,

    /// <summary>What tells of a person: an identity, a name, an address.</summary>
    Personal,

    /// <summary>The tenant's own words: names of rooms, labels, metadata, settings.</summary>
    Content,

    /// <summary>Times, counts, states.</summary>
    Figure,

    /// <summary>Hashes and sealed bytes, of which nobody can tell what they were: in no export.</summary>
    Secret,
}
