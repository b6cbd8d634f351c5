namespace RelayKit.Client;

/// <summary>A limit of recordings or streams.</summary>
public sealed record StartLimit
{
    /// <summary>Which limit.</summary>
    public string Name { get; init; } = "";

    /// <summary>The limit.</summary>
    public long Value { get; init; }

    /// <summary>What is used of it.</summary>
    public long? Used { get; init; }

    /// <summary>Who can raise it: <c>tenant</c> or <c>operator</c>.</summary>
    public string RaisedBy { get; init; } = "";
}
