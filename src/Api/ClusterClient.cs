using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RelayKit.Api.Operations;
using RelayKit.Storage;

namespace RelayKit.Api;

/// <summary>Reaches the silos over the membership that they keep in PostgreSQL.</summary>
internal static class ClusterClient
{
    public static void AddClusterClient(this WebApplicationBuilder builder) => builder.UseOrleansClient(client =>
    {
        client.Configure<ClusterOptions>(builder.Configuration.GetSection(ClusterSection.Name));
        client.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> clustering) =>
            clustering.Configure<PostgresDataSources>((options, sources) =>
            {
                options.Invariant = ClusterSection.AdoNetInvariant;
                options.DataSource = sources.ForOrleans;
            }));
        if (builder.Configuration.ExportsTraces())
        {
            client.AddActivityPropagation();
        }
    });
}
