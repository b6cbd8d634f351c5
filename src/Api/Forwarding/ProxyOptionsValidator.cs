using System.Net;
using Microsoft.Extensions.Options;

namespace RelayKit.Api.Forwarding;

/// <summary>Refuses what would leave a proxy unknown in silence, or make everybody one.</summary>
internal sealed class ProxyOptionsValidator(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var faults = new List<string>();
        foreach (var list in new[] { nameof(ProxyOptions.KnownProxies), nameof(ProxyOptions.KnownNetworks) })
        {
            // A list that is written as one value is not read at all.
            if (!string.IsNullOrEmpty(configuration[$"{ProxyOptions.Section}:{list}"]))
            {
                faults.Add($"RelayKit__ForwardedHeaders__{list} is a list; write RelayKit__ForwardedHeaders__{list}__0 for its first entry.");
            }
        }

        for (var i = 0; i < options.KnownProxies.Count; i++)
        {
            if (!IPAddress.TryParse(options.KnownProxies[i], out _))
            {
                faults.Add($"RelayKit__ForwardedHeaders__KnownProxies__{i} has to be an IP address, and is '{options.KnownProxies[i]}'.");
            }
        }

        for (var i = 0; i < options.KnownNetworks.Count; i++)
        {
            if (!System.Net.IPNetwork.TryParse(options.KnownNetworks[i], out _))
            {
                faults.Add($"RelayKit__ForwardedHeaders__KnownNetworks__{i} has to be a network such as 10.0.0.0/8, and is '{options.KnownNetworks[i]}'.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
