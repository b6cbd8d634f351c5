using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>One way in which the client calls an operation.</summary>
/// <param name="Call">The call, with every argument given.</param>
/// <param name="Answer">What the client reads the answer as; null where there is none to be read.</param>
internal sealed record ClientCall(Func<RelayKitClient, CancellationToken, Task> Call, Type? Answer = null);
