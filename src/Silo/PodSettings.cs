using System.Net;
using Microsoft.Extensions.Options;
using RelayKit.Api;

namespace RelayKit.Silo;

/// <summary>
/// What a pod is told by the downward API, against what RelayKit's own settings say: where both speak they have to agree, so
/// that neither overrides the other unseen.
/// </summary>
internal sealed class PodSettings(IConfiguration configuration) : IValidateOptions<SiloOptions>
{
    private const string ServiceHost = "KUBERNETES_SERVICE_HOST";
    private const string PodName = "POD_NAME";
    private const string PodNamespace = "POD_NAMESPACE";
    private const string PodIp = "POD_IP";
    private const string Advertised = "RelayKit__Silo__AdvertisedAddress";

    private static readonly (string Orleans, string Setting)[] Identity =
        [("ORLEANS_CLUSTER_ID", "ClusterId"), ("ORLEANS_SERVICE_ID", "ServiceId")];

    /// <summary>Where other silos and clients reach this one.</summary>
    public static IPAddress AdvertisedAddress(SiloOptions options, IConfiguration configuration) =>
        (options.AdvertisedAddress ?? (options.Kubernetes ? configuration[PodIp] : null)) is { } address
            ? IPAddress.Parse(address)
            : IPAddress.Loopback;

    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        if (!options.Kubernetes)
        {
            return ValidateOptionsResult.Success;
        }

        var failures = Missing().Concat(Contradictions(options)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Contradiction(string one, string oneValue, string other, string otherValue) =>
        $"{one} is '{oneValue}' and {other} is '{otherValue}'. Set only one of them, or both the same.";

    private IEnumerable<string> Missing()
    {
        if (!IsSet(ServiceHost))
        {
            yield return $"RelayKit__Silo__Kubernetes is true, and this is no pod: Kubernetes has not set {ServiceHost}.";
        }

        foreach (var (variable, field) in new[]
        {
            (PodName, "metadata.name"), (PodNamespace, "metadata.namespace"), (PodIp, "status.podIP"),
        })
        {
            if (!IsSet(variable))
            {
                yield return $"RelayKit__Silo__Kubernetes is true, and {variable} is not set. Set it from the pod's {field}.";
            }
        }

        if (IsSet(PodIp) && !IPAddress.TryParse(configuration[PodIp], out _))
        {
            yield return $"{PodIp} has to be an IP address. Set it from the pod's status.podIP.";
        }
    }

    private IEnumerable<string> Contradictions(SiloOptions options)
    {
        if (IPAddress.TryParse(options.AdvertisedAddress, out var advertised)
            && IPAddress.TryParse(configuration[PodIp], out var pod) && !advertised.Equals(pod))
        {
            yield return Contradiction(Advertised, options.AdvertisedAddress!, PodIp, configuration[PodIp]!);
        }

        foreach (var (orleans, setting) in Identity)
        {
            if (configuration[orleans] is { Length: > 0 } theirs
                && configuration[$"{ClusterSection.Name}:{setting}"] is { Length: > 0 } ours && theirs != ours)
            {
                yield return Contradiction($"RelayKit__Cluster__{setting}", ours, orleans, theirs);
            }
        }
    }

    private bool IsSet(string variable) => !string.IsNullOrWhiteSpace(configuration[variable]);
}
