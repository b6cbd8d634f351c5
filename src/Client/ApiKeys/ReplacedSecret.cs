namespace RelayKit.Client;

/// <summary>A secret of a key that was replaced by rotation and works still.</summary>
public sealed record ReplacedSecret
{
    /// <summary>Its first characters.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Its last characters; null of keys from before these were kept.</summary>
    public string? LastFour { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset EndsAt { get; init; }
}
