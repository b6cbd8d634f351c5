using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RelayKit.Api.Cluster;
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
        client.UseConnectionRetryFilter<PatientConnection>();

        // The membership is read this often: so long a gateway that is gone is tried by some calls (which are then made again by
        // way of another), and so long a silo that is new gets no work from here.
        client.Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.Configure<ConnectionOptions>(connection => connection.OpenConnectionTimeout = TimeSpan.FromSeconds(2));
        if (builder.Configuration.ExportsTraces())
        {
            client.AddActivityPropagation();
        }
    });
}
