namespace RelayKit.Usage;

public sealed partial record SessionLine
{
    /// <summary>A field that the release before does not know.</summary>
    [Id(6)]
    public string Region { get; init; } = "next";
}
