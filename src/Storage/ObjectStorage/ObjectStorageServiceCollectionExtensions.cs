using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;
using RelayKit.Storage.Secrets;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Registers buckets, over the pools and secrets that are registered already.</summary>
public static class ObjectStorageServiceCollectionExtensions
{
    /// <summary>The host does not start, with a message that names the setting, when the operator's own bucket could not be used.</summary>
    public static IServiceCollection AddObjectStorage(this IServiceCollection services)
    {
        services.AddOptions<ObjectStorageOptions>().BindConfiguration(ObjectStorageOptions.Section)
            .Validate(
                static options => string.IsNullOrEmpty(options.AssumeRole.AccessKeyId) == string.IsNullOrEmpty(options.AssumeRole.SecretAccessKey),
                "RelayKit__Storage__AssumeRole__AccessKeyId and RelayKit__Storage__AssumeRole__SecretAccessKey are set together or not at all.")
            .Validate(
                static options => string.IsNullOrEmpty(options.AssumeRole.Endpoint) || BucketRules.EndpointFault(options.AssumeRole.Endpoint, allowHttp: true) is null,
                "RelayKit__Storage__AssumeRole__Endpoint has to be an address such as https://sts.example.com; leave it out for AWS.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ManagedStorageOptions>, ManagedStorageOptionsValidator>();
        services.AddOptions<ManagedStorageOptions>().BindConfiguration(ManagedStorageOptions.Section).ValidateOnStart();
        services.AddSingleton<S3Clients>();
        services.AddSingleton<IObjectStorage, S3ObjectStorage>();
        services.AddSingleton<ITenantStorageStore, PostgresTenantStorageStore>();
        services.AddSingleton(new ProtectedColumn("tenant_storages", "secret", ITenantStorageStore.Purpose));
        services.AddSingleton<BucketCredentials>();
        services.AddSingleton<ITenantStorages, TenantStorages>();
        return services.AddSingleton<ITenantStorageSettings, TenantStorageSettings>();
    }
}
