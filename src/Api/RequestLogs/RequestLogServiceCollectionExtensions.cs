namespace RelayKit.Api.RequestLogs;

/// <summary>Registers what logs requests.</summary>
internal static class RequestLogServiceCollectionExtensions
{
    /// <summary>What takes requests in, and what writes them.</summary>
    public static IServiceCollection AddRequestLog(this IServiceCollection services) => services.AddRequestLogging().AddHostedService<RequestLogWriter>();

    /// <summary>What takes requests in, for a host without a store.</summary>
    public static IServiceCollection AddRequestLogging(this IServiceCollection services)
    {
        services.AddOptions<RequestLogOptions>().BindConfiguration(RequestLogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RequestLogInstruments>();
        services.AddSingleton<RequestLogQueue>();
        services.AddSingleton<RequestLogging>();
        return services;
    }
}
