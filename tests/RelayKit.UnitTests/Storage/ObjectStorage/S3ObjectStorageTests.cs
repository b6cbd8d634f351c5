using System.Security.Cryptography;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;
using static RelayKit.ObjectStorage.StorageFaultKind;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

/// <summary>
/// Against an S3 that verifies signatures, keeps rights and fails when it is told to. What any S3 has to hold is in the storage tests' contract.
/// </summary>
public sealed class S3ObjectStorageTests : IAsyncLifetime
{
    private RunningStore _store = null!;

    public async Task InitializeAsync() => _store = await RunningStore.StartAsync(
        new("reader", "s", [new(ObjectStoreActs.Get | ObjectStoreActs.Delete)]),
        new("writer", "s", [new(ObjectStoreActs.Put | ObjectStoreActs.Delete)]),
        new("keeper", "s", [new(ObjectStoreActs.Put | ObjectStoreActs.Get)]),
        new("elsewhere", "s", [new(ObjectStoreActs.All, Prefix: "other/")]));

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData("nobody", RunningStore.OwnerSecret, "first", "eu-test-1", WrongKey, "put")]
    [InlineData("owner", "wrong", "first", "eu-test-1", WrongKey, "put")]
    [InlineData("owner", RunningStore.OwnerSecret, "third", "eu-test-1", NoSuchBucket, "put")]
    [InlineData("owner", RunningStore.OwnerSecret, "first", "us-east-1", WrongRegion, "put")]
    [InlineData("reader", "s", "first", "eu-test-1", NotAllowed, "put")]
    [InlineData("writer", "s", "first", "eu-test-1", NotAllowed, "head")]
    [InlineData("keeper", "s", "first", "eu-test-1", NotAllowed, "delete")]
    [InlineData("elsewhere", "s", "first", "eu-test-1", NotAllowed, "put")]
    public async Task What_is_wrong_is_said(string id, string secret, string bucket, string region, StorageFaultKind kind, string step)
    {
        var wrong = _store.Bucket with { AccessKeyId = id, SecretAccessKey = secret, Bucket = bucket, Region = region };

        var e = await Assert.ThrowsAsync<StorageException>(() => _store.Storage.ProbeAsync(wrong, default));

        Assert.Equal((kind, step), (e.Fault.Kind, e.Fault.Step));
        if (secret.Length > 1)
        {
            Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("redirect", Redirected)]
    [InlineData("temporary_redirect", Redirected)]
    [InlineData("unavailable", Unavailable)]
    [InlineData("drop", Unreachable)]
    [InlineData("not_s3", NotS3)]
    public async Task What_goes_wrong_at_the_service_is_said(string fault, StorageFaultKind kind)
    {
        await _store.FailAsync(fault, "PutObject");

        Assert.Equal(kind, (await Assert.ThrowsAsync<StorageException>(() => _store.Storage.ProbeAsync(_store.Bucket, default))).Fault.Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_could_not_be_removed_beside_the_others_is_removed_by_itself(int failures)
    {
        await PutManyAsync();
        await _store.FailAsync("internal_error", "DeleteObject", failures);

        Assert.Equal(3, await _store.Storage.DeleteAllAsync(_store.Bucket, "", default));

        Assert.Empty(await _store.KeysAsync("first"));
    }

    [Fact]
    public async Task What_can_not_be_removed_by_itself_either_is_said()
    {
        await PutManyAsync();
        await _store.FailAsync("internal_error", "DeleteObject");

        var e = await Assert.ThrowsAsync<StorageException>(() => _store.Storage.DeleteAllAsync(_store.Bucket, "", default));

        Assert.Equal((Unavailable, "delete"), (e.Fault.Kind, e.Fault.Step));
        Assert.Equal(3, (await _store.KeysAsync("first")).Count);
    }

    [Theory]
    [InlineData("unavailable", "UploadPart")]
    [InlineData("internal_error", "CompleteMultipartUpload")]
    [InlineData("drop_midway", "GetObject")]
    public async Task Of_a_copy_that_fails_nothing_is_left(string fault, string operation)
    {
        await _store.PutAsync(_store.Bucket, RunningStore.Key("a"), new byte[ObjectCopy.PartBytes * 2]);
        await _store.FailAsync(fault, operation);

        await Assert.ThrowsAsync<StorageException>(
            () => _store.Storage.CopyAsync(_store.Bucket, RunningStore.Key("a"), _store.Bucket with { Bucket = "second" }, RunningStore.Key("b"), default));

        Assert.Empty(await _store.KeysAsync("second"));
        using var s3 = new Amazon.S3.AmazonS3Client(
            "owner", RunningStore.OwnerSecret, new Amazon.S3.AmazonS3Config { ServiceURL = _store.Address.ToString(), AuthenticationRegion = "eu-test-1", ForcePathStyle = true });
        Assert.Empty((await s3.ListMultipartUploadsAsync(new Amazon.S3.Model.ListMultipartUploadsRequest { BucketName = "second" })).MultipartUploads ?? []);
    }

    [Fact]
    public async Task A_copy_that_is_not_the_same_is_removed()
    {
        byte[] stored = [];
        await using var liar = await PlayedService.StartAsync(async context =>
        {
            context.Response.Headers.ETag = "\"0123456789abcdef0123456789abcdef-1\"";
            if (context.Request.Method == "PUT")
            {
                var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                stored = body.ToArray();
            }
            else if (context.Request.Method == "GET")
            {
                stored[^1] ^= 1;
                context.Response.ContentLength = stored.Length;
                await context.Response.Body.WriteAsync(stored);
            }
        });
        await _store.PutAsync(_store.Bucket, RunningStore.Key("a"), RandomNumberGenerator.GetBytes(1000));

        var e = await Assert.ThrowsAsync<StorageException>(() => _store.Storage.CopyAsync(_store.Bucket, RunningStore.Key("a"), liar.Bucket, RunningStore.Key("b"), default));

        Assert.Equal(Corrupted, e.Fault.Kind);
        Assert.Equal(["PUT", "GET", "DELETE"], liar.Asked.Select(static asked => asked.Split(' ')[0]));
    }

    [Fact]
    public async Task A_role_is_taken_on_by_the_operators_key_and_the_tenants_id()
    {
        var bucket = _store.Bucket with { AccessKeyId = "operator", SecretAccessKey = "operator-secret", RoleArn = RunningStore.Role, ExternalId = RunningStore.ExternalId };
        await _store.Storage.ProbeAsync(bucket, default);
        await _store.PutAsync(bucket, RunningStore.Key("a"), [1, 2, 3]);
        var link = await _store.Storage.PresignAsync(bucket, RunningStore.Key("a"), new DownloadTerms(TimeSpan.FromMinutes(1), "a", false), default);
        using var http = new HttpClient();
        Assert.Equal((byte[])[1, 2, 3], await http.GetByteArrayAsync(link));

        var e = await Assert.ThrowsAsync<StorageException>(() => _store.Storage.ProbeAsync(bucket with { ExternalId = "ten_somebody_else" }, default));
        Assert.Equal((RoleRefused, "assume_role"), (e.Fault.Kind, e.Fault.Step));
        Assert.DoesNotContain("operator-secret", e.ToString(), StringComparison.Ordinal);
    }

    private async Task PutManyAsync()
    {
        foreach (var path in new[] { "a", "b", "c/d" })
        {
            await _store.PutAsync(_store.Bucket, RunningStore.Key(path), new byte[1]);
        }
    }
}
