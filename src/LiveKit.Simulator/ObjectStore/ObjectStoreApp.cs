using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Control;
using RelayKit.LiveKit.Simulator.ObjectStore.Faults;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;
using RelayKit.LiveKit.Simulator.ObjectStore.Operations;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>
/// A service that speaks S3 for development and tests, as a web application at an address of its own. Signatures are verified, rights are
/// kept, objects are files; what no client of RelayKit needs (versions, policies, copies, lists of version 1) is answered with <c>NotImplemented</c>.
/// </summary>
public static class ObjectStoreApp
{
    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="options">Buckets, keys and address.</param>
    /// <param name="time">All of its time: signatures' age, links' ends, sessions' ends, slow answers.</param>
    /// <exception cref="ArgumentException">It would not start with these options.</exception>
    public static WebApplication Build(ObjectStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        });
        AddServices(builder.Services, options, time);

        var app = builder.Build();
        app.Use((context, next) => IsControl(context, options.Domain)
            ? next(context)
            : context.RequestServices.GetRequiredService<S3Endpoint>().HandleAsync(context));
        app.UseRouting();
        StoreControlEndpoints.Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ObjectStoreOptions options, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SignatureCheck>();
        services.AddSingleton<ObjectFiles>();
        services.AddSingleton<ObjectIndex>();
        services.AddSingleton<MultipartUploads>();
        services.AddSingleton<ObjectOperations>();
        services.AddSingleton<BucketOperations>();
        services.AddSingleton<MultipartOperations>();
        services.AddSingleton<AssumeRoleOperation>();
        services.AddSingleton<StoreFaults>();
        services.AddSingleton<RequestCounters>();
        services.AddSingleton<S3Endpoint>();
    }

    /// <summary>No bucket has the name of the control interface, but a key may, where the host names the bucket.</summary>
    private static bool IsControl(HttpContext context, string domain) =>
        context.Request.Path.StartsWithSegments("/" + ObjectStoreOptions.ControlName, StringComparison.Ordinal)
        && S3Request.HostBucket(context.Request.Host.Host, domain) is null;
}
