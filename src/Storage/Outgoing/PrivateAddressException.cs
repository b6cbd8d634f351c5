namespace RelayKit.Storage.Outgoing;

/// <summary>A connection was to be made to an address that is not of the public internet, and that is not allowed.</summary>
/// <param name="host">The host that was named.</param>
internal sealed class PrivateAddressException(string host) : IOException($"{host} has a private address.");
