namespace RelayKit.Cli.Demo;

/// <summary>The story could not go on; the message says at what.</summary>
internal sealed class DemoFailedException(string message) : Exception(message);
