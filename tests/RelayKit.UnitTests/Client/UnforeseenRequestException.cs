namespace RelayKit.UnitTests.Client;

/// <summary>A request came that the script has no answer for.</summary>
internal sealed class UnforeseenRequestException(string request) : Exception($"Nobody said what to answer to {request}.");
