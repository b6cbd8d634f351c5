using Microsoft.Extensions.Configuration.Memory;

namespace RelayKit.Api;

/// <summary>
/// What every RelayKit process starts from, beneath all configuration, so that any of it can be set otherwise: logs as JSON,
/// one object a line, with scopes, and libraries quiet unless something is wrong.
/// </summary>
public static class ProcessDefaults
{
    /// <summary>A builder that has them.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

                // As soon as somebody might log a request, the web server puts its path, and so names of people, into every line that is logged
                // meanwhile; and it makes a span for it, also when nobody exports spans. Whoever exports them has told it by other means.
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
                ["Logging:LogLevel:System.Net.Http"] = "Warning",
                ["Logging:LogLevel:Polly"] = "Warning",
                ["Logging:LogLevel:Npgsql"] = "Warning",
                ["Logging:LogLevel:Orleans"] = "Warning",
                ["Logging:Console:FormatterName"] = "json",
                ["Logging:Console:FormatterOptions:IncludeScopes"] = "true",
                ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
                ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            },
        });
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }
}
