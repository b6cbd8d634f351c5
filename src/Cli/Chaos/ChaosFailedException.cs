namespace RelayKit.Cli.Chaos;

/// <summary>The run could not go on, which says nothing about the ledger; the message says at what.</summary>
internal sealed class ChaosFailedException(string message) : Exception(message);
