using System.ComponentModel.DataAnnotations;

namespace RelayKit.Silo;

/// <summary>Where a silo is reached. Section <c>RelayKit:Silo</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Silo";

    /// <summary>The address that other silos and clients reach this one at. Default: 127.0.0.1, right for a single machine only.</summary>
    [Required(ErrorMessage = "RelayKit__Silo__AdvertisedAddress has to be an IP address that other silos can reach.")]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

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
}
