namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>A bucket.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is: requests have to be signed for this region.</param>
public sealed record ObjectStoreBucket(string Name, string Region = "us-east-1");
