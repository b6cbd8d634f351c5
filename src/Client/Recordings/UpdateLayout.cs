namespace RelayKit.Client;

/// <summary>Changes the layout of a whole room's recording or stream.</summary>
public sealed record UpdateLayout
{
    /// <summary>The new layout.</summary>
    public string Layout { get; init; } = "";
}
