using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

/// <summary>The simulator's S3 with real signatures and rights, and RelayKit's side of it.</summary>
internal sealed class RunningStore : IAsyncDisposable
{
    public const string OwnerSecret = "owner-secret";
    public const string Role = "arn:aws:iam::123456789012:role/recordings";
    public const string ExternalId = "ten_06ec8k7z5hj0a8v2q7w3x9y1zc";

    private readonly WebApplication _app;
    private readonly S3Clients _clients;

    private RunningStore(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
        _clients = new S3Clients(
            new ObjectStorageOptions { AllowPrivateAddresses = true, AssumeRole = new AssumeRoleOptions { AccessKeyId = "operator", SecretAccessKey = "operator-secret", Endpoint = app.Urls.First() } },
            new ManagedStorageOptions(),
            Dns.GetHostAddressesAsync);
        // It stands still, so that a busy machine runs into no time-out.
        Storage = new S3ObjectStorage(_clients, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
    }

    public Uri Address { get; }

    public S3ObjectStorage Storage { get; }

    /// <summary>Opened by a key that may do everything.</summary>
    public StorageBucket Bucket => new()
    {
        Endpoint = Address,
        Region = "eu-test-1",
        Bucket = "first",
        ForcePathStyle = true,
        Prefix = "pre/",
        AccessKeyId = "owner",
        SecretAccessKey = OwnerSecret,
    };

    public static async Task<RunningStore> StartAsync(params ObjectStoreKey[] keys)
    {
        var app = ObjectStoreApp.Build(
            new ObjectStoreOptions
            {
                Urls = "http://127.0.0.1:0",
                Buckets = [new("first", "eu-test-1"), new("second", "eu-test-1")],
                Keys = [new("owner", OwnerSecret), new("operator", "operator-secret", []), .. keys],
                Roles = [new(Role, ExternalId, [new(ObjectStoreActs.All, "first", "pre/")], ["operator"])],
            },
            TimeProvider.System);
        await app.StartAsync();
        return new RunningStore(app);
    }

    public static ObjectKey Key(string path)
    {
        Assert.True(ObjectKey.TryBelow("pre/", path, out var key));
        return key;
    }

    /// <summary>Puts a file by a link, as somebody who is not RelayKit.</summary>
    public async Task PutAsync(StorageBucket bucket, ObjectKey key, byte[] content)
    {
        using var s3 = await _clients.OpenAsync(bucket, TimeSpan.FromMinutes(1), default);
        await s3.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest
        {
            BucketName = bucket.Bucket,
            Key = key.Text,
            InputStream = new MemoryStream(content),
            UseChunkEncoding = false,
        });
    }

    public async Task<List<string>> KeysAsync(string bucket)
    {
        using var http = new HttpClient();
        var found = await http.GetFromJsonAsync<JsonElement>(new Uri(Address, $"/sim/objects?bucket={bucket}"));
        return [.. found.GetProperty("objects").EnumerateArray().Select(static found => found.GetProperty("key").GetString()!)];
    }

    public async Task FailAsync(string fault, string operation, int? count = null)
    {
        using var http = new HttpClient();
        (await http.PostAsJsonAsync(new Uri(Address, "/sim/faults"), new { fault, operation, count })).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await _app.DisposeAsync();
    }
}
