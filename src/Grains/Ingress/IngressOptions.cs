using System.ComponentModel.DataAnnotations;

namespace RelayKit.Ingress;

/// <summary>What the operator decides about ingress. Section <c>RelayKit:Ingress</c>.</summary>
public sealed class IngressOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Ingress";

    /// <summary>How many ingresses a tenant can have at once in one mode, unless the operator has set another limit for it. Default: 100.</summary>
    [Range(0, 100_000, ErrorMessage = "RelayKit__Ingress__MaxPerTenant has to be from 0 to 100000.")]
    public int MaxPerTenant { get; set; } = 100;
}
