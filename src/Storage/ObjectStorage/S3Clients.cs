using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Makes a client for a bucket, with the role taken on where it has one. Clients share their connections.</summary>
internal sealed class S3Clients : IDisposable
{
    /// <summary>How long a role's credentials have to go on at least when a call begins.</summary>
    private static readonly TimeSpan InHand = TimeSpan.FromMinutes(2);

    /// <summary>The shortest session that a role can be taken on for, and the longest.</summary>
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private readonly ObjectStorageOptions _options;
    private readonly ManagedStorageOptions _managed;
    private readonly StorageHttpClients _tenants;
    private readonly StorageHttpClients _operators;

    public S3Clients(IOptions<ObjectStorageOptions> options, IOptions<ManagedStorageOptions> managed)
        : this(options.Value, managed.Value, Dns.GetHostAddressesAsync)
    {
    }

    internal S3Clients(
        ObjectStorageOptions options, ManagedStorageOptions managed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _managed) = (options, managed);
        _tenants = new StorageHttpClients(options.AllowPrivateAddresses, resolve);
        _operators = new StorageHttpClients(allowPrivate: true, resolve);
    }

    /// <summary>A client of the bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="lifetime">How long the credentials have to be good at least, for links.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">The bucket is nowhere that may be called, or its role could not be taken on.</exception>
    public async Task<AmazonS3Client> OpenAsync(StorageBucket bucket, TimeSpan lifetime, CancellationToken cancellation)
    {
        var isOperators = IsOperators(bucket);
        if (bucket.Endpoint is { } endpoint && endpoint.Scheme != Uri.UriSchemeHttps && !isOperators && !_options.AllowPrivateAddresses)
        {
            throw new StorageException(new StorageFault(
                StorageFaultKind.PrivateAddress, "put", $"{endpoint.Authority} is to be spoken to without TLS, and that is not allowed here. Use an https:// endpoint."));
        }

        var config = Prepared(new AmazonS3Config { ForcePathStyle = bucket.ForcePathStyle }, bucket.Endpoint, bucket.Region, isOperators ? _operators : _tenants);
        return bucket.RoleArn is null
            ? new AmazonS3Client(new BasicAWSCredentials(bucket.AccessKeyId, bucket.SecretAccessKey), config)
            : new AmazonS3Client(await AssumeRoleAsync(bucket, lifetime, cancellation), config);
    }

    public void Dispose()
    {
        _tenants.Dispose();
        _operators.Dispose();
    }

    /// <summary>By the operator's own secret, which no tenant knows: a tenant that names the operator's address is looked at as any other.</summary>
    private bool IsOperators(StorageBucket bucket) =>
        _managed.IsConfigured && bucket.RoleArn is null && bucket.AccessKeyId == _managed.AccessKeyId && bucket.SecretAccessKey == _managed.SecretAccessKey
        && bucket.Endpoint == _managed.Below("").Endpoint;

    private async Task<SessionAWSCredentials> AssumeRoleAsync(StorageBucket bucket, TimeSpan lifetime, CancellationToken cancellation)
    {
        var length = lifetime + InHand;
        length = length < ShortestSession ? ShortestSession : length > LongestSession ? LongestSession : length;
        var endpoint = string.IsNullOrEmpty(_options.AssumeRole.Endpoint) ? null : new Uri(_options.AssumeRole.Endpoint);
        var config = Prepared(new AmazonSecurityTokenServiceConfig(), endpoint, bucket.Region, _operators);
        using var service = new AmazonSecurityTokenServiceClient(new BasicAWSCredentials(bucket.AccessKeyId, bucket.SecretAccessKey), config);
        try
        {
            var taken = await service.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = bucket.RoleArn,
                    RoleSessionName = "relaykit",
                    ExternalId = bucket.ExternalId,
                    DurationSeconds = (int)Math.Ceiling(length.TotalSeconds),
                },
                cancellation);
            return new SessionAWSCredentials(taken.Credentials.AccessKeyId, taken.Credentials.SecretAccessKey, taken.Credentials.SessionToken);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && StorageFaults.Of(e, StorageFaults.AssumeRole, bucket) is { } fault)
        {
            throw new StorageException(fault, e);
        }
    }

    /// <summary>Settings that nothing outside RelayKit's own configuration changes: no profile, no environment, no metadata service.</summary>
    private static TConfig Prepared<TConfig>(TConfig config, Uri? endpoint, string region, StorageHttpClients clients)
        where TConfig : ClientConfig
    {
        config.IgnoreConfiguredEndpointUrls = true;
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = BucketRules.TextOf(endpoint);
            config.AuthenticationRegion = region;
        }

        config.HttpClientFactory = clients;
        config.AllowAutoRedirect = false;
        config.MaxErrorRetry = 0;
        config.ThrottleRetries = false;
        config.DisableLogging = true;

        // Not every service that speaks S3 knows the checksums that AWS has added since; what is copied is compared by SHA-256 anyway.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }
}
