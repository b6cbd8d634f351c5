using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;
using static RelayKit.ObjectStorage.StorageFaultKind;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>What RelayKit needs of an S3 server. The simulator's has to hold it, and one that others have written.</summary>
/// <remarks>What concerns signatures is with the simulator's alone: the other server reads them and does not verify them.</remarks>
public abstract class ObjectStorageContract(S3Server server)
{
    private readonly StorageBucket _bucket = server.NewBucket();

    private protected S3Server Server => server;

    private protected StorageBucket Bucket => _bucket;

    private S3ObjectStorage Storage => server.Storage;

    [Fact]
    public async Task A_good_bucket_is_probed_and_left_as_it_was()
    {
        await Storage.ProbeAsync(_bucket, default);

        Assert.Empty(await server.KeysAsync(_bucket));
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_said() => await HasFaultAsync(WrongKey, _bucket with { AccessKeyId = "nobody" });

    [Fact]
    public async Task A_bucket_that_is_not_there_is_said() => await HasFaultAsync(NoSuchBucket, _bucket with { Bucket = "third" });

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a/b/c.mp4")]
    [InlineData("a b (1), c@d+e=f!.mp4")]
    public async Task An_object_is_looked_at_and_removed(string path)
    {
        var key = Key(path);
        Assert.Null(await Storage.HeadAsync(_bucket, key, default));
        await server.PutAsync(_bucket, key, new byte[1234]);

        Assert.Equal(1234, (await Storage.HeadAsync(_bucket, key, default))!.SizeBytes);
        Assert.Equal([path], await server.KeysAsync(_bucket));

        await Storage.DeleteAsync(_bucket, key, default);
        await Storage.DeleteAsync(_bucket, key, default);
        Assert.Empty(await server.KeysAsync(_bucket));
        Assert.Null(await Storage.HeadAsync(_bucket, key, default));
    }

    [Fact]
    public async Task By_a_link_anybody_downloads_the_same_bytes()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        await server.PutAsync(_bucket, Key("a.mp4"), content);
        var link = await LinkAsync("a.mp4");

        using var http = new HttpClient();
        using var answer = await http.GetAsync(link);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("Böse.mp4", answer.Content.Headers.ContentDisposition!.FileNameStar);

        using var piece = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new RangeHeaderValue(1000, 1999) } };
        using var part = await http.SendAsync(piece);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[1000..2000], await part.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ObjectCopy.PartBytes)]
    [InlineData(ObjectCopy.PartBytes + 1)]
    [InlineData((2 * ObjectCopy.PartBytes) + 77)]
    public async Task A_copy_is_the_same_to_the_last_byte(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        await server.PutAsync(_bucket, Key("a"), content);

        var copied = await Storage.CopyAsync(_bucket, Key("a"), S3Server.Other(_bucket), Key("b"), default);

        Assert.Equal(new CopiedObject(size, Convert.ToHexStringLower(SHA256.HashData(content))), copied);
        Assert.Equal(["a"], await server.KeysAsync(_bucket));
        Assert.Equal(["b"], await server.KeysAsync(S3Server.Other(_bucket)));
        Assert.Equal(size, (await Storage.HeadAsync(S3Server.Other(_bucket), Key("b"), default))!.SizeBytes);
    }

    [Fact]
    public async Task What_is_not_there_is_not_copied()
    {
        Assert.Equal(NoSuchObject, await FaultAsync(() => Storage.CopyAsync(_bucket, Key("a"), S3Server.Other(_bucket), Key("b"), default)));
        Assert.Empty(await server.KeysAsync(S3Server.Other(_bucket)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(ObjectCopy.PartBytes + 1)]
    public async Task Into_a_bucket_that_is_not_there_nothing_is_copied(int size)
    {
        await server.PutAsync(_bucket, Key("a"), new byte[size]);

        Assert.Equal(NoSuchBucket, await FaultAsync(() => Storage.CopyAsync(_bucket, Key("a"), _bucket with { Bucket = "third" }, Key("b"), default)));
    }

    [Fact]
    public async Task A_prefix_is_emptied_and_what_is_beside_it_stays()
    {
        foreach (var path in new[] { "a/1", "a/2", "a/b/3", "ab/4", "5" })
        {
            await server.PutAsync(_bucket, Key(path), new byte[1]);
        }

        Assert.Equal(3, await Storage.DeleteAllAsync(_bucket, "a/", default));
        Assert.Equal(["5", "ab/4"], await server.KeysAsync(_bucket));
        Assert.Equal(2, await Storage.DeleteAllAsync(_bucket, "", default));
        Assert.Equal(0, await Storage.DeleteAllAsync(_bucket, "", default));
    }

    private protected ObjectKey Key(string path) => S3Server.Key(_bucket, path);

    private protected Task<Uri> LinkAsync(string path) =>
        Storage.PresignAsync(_bucket, Key(path), new DownloadTerms(TimeSpan.FromSeconds(60), "Böse.mp4", false), default);

    /// <summary>The settings test fails at its first step, and quotes no secret.</summary>
    private protected async Task HasFaultAsync(StorageFaultKind kind, StorageBucket wrong)
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => Storage.ProbeAsync(wrong, default));

        Assert.Equal((kind, "put"), (e.Fault.Kind, e.Fault.Step));
        Assert.DoesNotContain(wrong.SecretAccessKey, e.ToString(), StringComparison.Ordinal);
    }

    private static async Task<StorageFaultKind> FaultAsync(Func<Task> act) => (await Assert.ThrowsAsync<StorageException>(act)).Fault.Kind;
}
