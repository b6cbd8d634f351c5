using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RelayKit.LiveKit;

/// <summary>Reads the list entry by entry, so that each knows the key under which the operator wrote it.</summary>
internal sealed class ConfigureLiveKitOptions(IConfiguration configuration) : IConfigureOptions<LiveKitOptions>
{
    public void Configure(LiveKitOptions options)
    {
        foreach (var section in configuration.GetSection(LiveKitOptions.SectionName).GetChildren())
        {
            var cluster = new LiveKitClusterOptions { ConfigurationKey = section.Path.Replace(":", "__", StringComparison.Ordinal) };
            section.Bind(cluster);
            options.Clusters.Add(cluster);
        }
    }
}
