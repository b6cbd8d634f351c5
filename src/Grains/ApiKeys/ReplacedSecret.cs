namespace RelayKit.ApiKeys;

/// <summary>A secret that was replaced by rotation and still works.</summary>
/// <param name="Prefix">Its first characters.</param>
/// <param name="LastFour">Its last four; null where they were not kept.</param>
/// <param name="EndsAt">When it stops working.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ReplacedSecret")]
public sealed record ReplacedSecret([property: Id(0)] string Prefix, [property: Id(1)] string? LastFour, [property: Id(2)] DateTimeOffset EndsAt);
