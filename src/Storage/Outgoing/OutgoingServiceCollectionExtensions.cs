using Microsoft.Extensions.DependencyInjection;
using RelayKit.Outgoing;

namespace RelayKit.Storage.Outgoing;

/// <summary>Registers what looks at where tenants send us.</summary>
public static class OutgoingServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IPublicHosts"/>.</summary>
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
    {
        services.AddOptions<OutgoingOptions>().BindConfiguration(OutgoingOptions.Section);
        return services.AddSingleton<IPublicHosts, PublicHosts>();
    }
}
