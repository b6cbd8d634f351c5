using System.ComponentModel.DataAnnotations;

namespace RelayKit.Silo;

/// <summary>Where a silo is reached. Section <c>RelayKit:Silo</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Silo";

    /// <summary>
    /// The address that other silos and clients reach this one at. Default: the pod's own where <see cref="Kubernetes"/> is on,
    /// else 127.0.0.1, right for a single machine only.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Port for the other silos. Default: 11111.</summary>
    [Range(1, 65535, ErrorMessage = "RelayKit__Silo__SiloPort has to be a port, 1 to 65535.")]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for APIs that run by themselves. Default: 30000.</summary>
    [Range(1, 65535, ErrorMessage = "RelayKit__Silo__GatewayPort has to be a port, 1 to 65535.")]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Whether the API is mapped in this process. Default: true. With false only health and metrics are, and the API runs by itself.
    /// </summary>
    public bool MapApi { get; set; } = true;

    /// <summary>
    /// Whether this process brings schema and partitions up to date. Default: true. With false somebody else does, by the command
    /// <c>migrate</c>, and a silo refuses to start on a schema that is older than it needs.
    /// </summary>
    public bool Migrate { get; set; } = true;

    /// <summary>
    /// Whether this silo is a pod: its name and address are the pod's, it listens on every address of the pod, and a silo whose
    /// pod is gone is declared dead at once. Default: false.
    /// </summary>
    public bool Kubernetes { get; set; }
}
