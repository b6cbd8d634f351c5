namespace RelayKit.Client;

/// <summary>What came of an attempt that did not succeed.</summary>
/// <param name="Error">What the caller is told if nobody tries again.</param>
/// <param name="Reach">What the server may have done.</param>
/// <param name="MayPass">Whether the same request may succeed in a moment.</param>
internal sealed record Failure(RelayKitException Error, Reach Reach, bool MayPass);
