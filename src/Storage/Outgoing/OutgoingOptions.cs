namespace RelayKit.Storage.Outgoing;

/// <summary>What workers may be sent to by tenants: <c>RelayKit:Outgoing</c>.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Where the options are in the configuration.</summary>
    public const string Section = "RelayKit:Outgoing";

    /// <summary>
    /// Whether pages to record and media to take in may be at private addresses: for development, and where every tenant is trusted. Buckets have a
    /// switch of their own.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }
}
