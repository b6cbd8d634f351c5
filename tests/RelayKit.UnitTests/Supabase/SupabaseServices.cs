using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

/// <summary>RelayKit's side of the wire as it is registered, which can call the double and nobody else.</summary>
internal static class SupabaseServices
{
    public static ServiceProvider For(GoTrueDouble played, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(played.Settings()).Build());
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddLogging();
        services.AddSupabaseAuth();
        services.OnlyCall(played);
        return services.BuildServiceProvider();
    }

    /// <summary>Anything else that is called throws.</summary>
    public static IServiceCollection OnlyCall(this IServiceCollection services, GoTrueDouble played)
    {
        services.AddHttpClient(GoTrueResilience.HttpClientName).AddHttpMessageHandler(() => new Fence(new Uri(played.Url)));
        return services;
    }

    private sealed class Fence(Uri allowed) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Authority == allowed.Authority
                ? base.SendAsync(request, cancellationToken)
                : throw new InvalidOperationException($"Nobody plays {request.RequestUri.Authority} here.");
    }
}
