using Microsoft.Extensions.Configuration.Memory;
using RelayKit.Api.Operations;

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
        // The web server makes a span for every request as soon as somebody might log it, also when nobody exports spans.
        var spans = builder.Configuration.ExportsTraces() ? "Warning" : "None";
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = spans,
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
