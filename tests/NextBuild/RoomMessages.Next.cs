namespace RelayKit.Rooms;

public sealed partial record RoomEvent
{
    /// <summary>A field that the release before does not know.</summary>
    [Id(8)]
    public string Region { get; init; } = "next";
}

public sealed partial record Room
{
    /// <summary>A field that the release before does not know.</summary>
    [Id(7)]
    public string Region { get; init; } = "next";
}
