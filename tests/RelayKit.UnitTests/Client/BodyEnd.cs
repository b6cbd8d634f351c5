namespace RelayKit.UnitTests.Client;

/// <summary>What follows the last byte of a body.</summary>
internal enum BodyEnd
{
    /// <summary>It is whole.</summary>
    Whole,

    /// <summary>The connection breaks.</summary>
    Breaks,

    /// <summary>Nothing more comes, and nobody says so.</summary>
    Silent,
}
