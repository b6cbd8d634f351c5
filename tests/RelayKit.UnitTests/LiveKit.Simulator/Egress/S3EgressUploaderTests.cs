extern alias RelayKitSimulator;

using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;
using S3Upload = RelayKitSimulator::RelayKit.LiveKit.Protocol.S3Upload;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class S3EgressUploaderTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Theory]
    [InlineData("recordings/standup.mp4", 1_000)]
    [InlineData("../%2e%2e/ü n+i.mp4", 1_000)]
    [InlineData("big.mp4", 20_000_000)]
    [InlineData("one-part.mp4", 8 * 1024 * 1024)]
    public async Task A_file_arrives_as_it_was(string key, long size)
    {
        var file = MediaFile.Mp4(TimeSpan.FromSeconds(1), size);
        var target = Target();
        target.Metadata["Room"] = "standup";
        await UploadAsync(target, key, file);

        var answer = await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/{key}");
        using var sent = new MemoryStream();
        await using var content = file.OpenRead();
        await content.CopyToAsync(sent);
        Assert.True(sent.ToArray().AsSpan().SequenceEqual(answer.Body));
        Assert.Equal(("video/mp4", "standup"), (answer.Headers["Content-Type"], answer.Headers["x-amz-meta-room"]));
    }

    [Fact]
    public async Task A_role_is_taken_on()
    {
        var target = Target();
        (target.AssumeRoleArn, target.AssumeRoleExternalId) = (StoreHost.Role, "external-1");
        var location = await UploadAsync(target, "t2/a.mp4", MediaFile.Mp4(TimeSpan.FromSeconds(1)));
        Assert.Equal($"{store.Host.Address}/{StoreHost.Bucket}/t2/a.mp4", location);

        var refused = await Assert.ThrowsAsync<EgressUploadException>(() => UploadAsync(target, "t1/a.mp4", MediaFile.Mp4(TimeSpan.FromSeconds(1))));
        Assert.Equal("AccessDenied", refused.S3Code);
        target.AssumeRoleExternalId = "external-2";
        refused = await Assert.ThrowsAsync<EgressUploadException>(() => UploadAsync(target, "t2/a.mp4", MediaFile.Mp4(TimeSpan.FromSeconds(1))));
        Assert.StartsWith("S3 upload failed: operation error STS: AssumeRole", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_told_in_LiveKits_words_without_the_secret()
    {
        var target = Target();
        target.Secret = "a-wrong-secret";
        var refused = await Assert.ThrowsAsync<EgressUploadException>(() => UploadAsync(target, "a", MediaFile.Mp3(TimeSpan.FromSeconds(1))));
        Assert.StartsWith(
            "S3 upload failed: operation error S3: PutObject, https response error StatusCode: 403, api error SignatureDoesNotMatch: ",
            refused.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(target.Secret, refused.ToString(), StringComparison.Ordinal);

        target.Endpoint = "http://127.0.0.1:1";
        refused = await Assert.ThrowsAsync<EgressUploadException>(() => UploadAsync(target, "a", MediaFile.Mp3(TimeSpan.FromSeconds(1))));
        Assert.StartsWith("S3 upload failed: operation error S3: PutObject, request send failed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_service_is_tried_again_three_times()
    {
        await using var host = await StoreHost.StartAsync();
        using var uploader = new S3EgressUploader(host.Time);
        var target = Target(host);
        await host.ControlAsync("faults", """{"fault":"unavailable","count":2}""");
        await uploader.UploadAsync(target, "a", new MemoryStream([1]), "video/mp4", CancellationToken.None);
        await host.ControlAsync("faults", """{"fault":"unavailable","count":3}""");
        var refused = await Assert.ThrowsAsync<EgressUploadException>(
            () => uploader.UploadAsync(target, "a", new MemoryStream([1]), "video/mp4", CancellationToken.None));
        Assert.Equal("ServiceUnavailable", refused.S3Code);
    }

    private async Task<string> UploadAsync(S3Upload target, string key, MediaFile file)
    {
        using var uploader = new S3EgressUploader(store.Host.Time);
        await using var content = file.OpenRead();
        return await uploader.UploadAsync(target, key, content, file.ContentType, CancellationToken.None);
    }

    private S3Upload Target() => Target(store.Host);

    private static S3Upload Target(StoreHost host) => new()
    {
        AccessKey = StoreHost.KeyId,
        Secret = StoreHost.Secret,
        Region = "us-east-1",
        Endpoint = host.Address,
        Bucket = StoreHost.Bucket,
        ForcePathStyle = true,
    };
}
