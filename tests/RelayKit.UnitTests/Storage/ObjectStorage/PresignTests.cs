using System.Net;
using System.Web;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

public sealed class PresignTests
{
    private static readonly StorageBucket Bucket = new()
    {
        Endpoint = new Uri("https://s3.example"),
        Region = "eu-test-1",
        Bucket = "bucket",
        ForcePathStyle = true,
        Prefix = "pre/",
        AccessKeyId = "AKID",
        SecretAccessKey = "hush",
    };

    [Fact]
    public async Task A_link_names_the_object_and_how_it_is_saved_and_shows_no_secret()
    {
        var link = await Storage().PresignAsync(Bucket, Key("a b.mp4"), new DownloadTerms(TimeSpan.FromHours(1), "Böse.mp4", false), default);

        var query = HttpUtility.ParseQueryString(link.Query);
        Assert.Equal("https://s3.example/bucket/pre/a%20b.mp4", link.GetLeftPart(UriPartial.Path));
        Assert.Equal("attachment; filename=\"B_se.mp4\"; filename*=UTF-8''B%C3%B6se.mp4", query["response-content-disposition"]);
        Assert.InRange(int.Parse(query["X-Amz-Expires"]!, System.Globalization.CultureInfo.InvariantCulture), 3590, 3601);
        Assert.DoesNotContain("hush", link.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWS_needs_no_endpoint()
    {
        var link = await Storage().PresignAsync(Bucket with { Endpoint = null, Region = "eu-central-1", ForcePathStyle = false }, Key("a.mp4"), new DownloadTerms(TimeSpan.FromHours(1), "a", false), default);

        Assert.Equal("https://bucket.s3.eu-central-1.amazonaws.com/pre/a.mp4", link.GetLeftPart(UriPartial.Path));
    }

    [Fact]
    public async Task A_service_may_have_a_path_as_Supabase_has()
    {
        var link = await Storage().PresignAsync(
            Bucket with { Endpoint = new Uri("https://project.supabase.co/storage/v1/s3") }, Key("a.mp4"), new DownloadTerms(TimeSpan.FromHours(1), "a", false), default);

        Assert.Equal("https://project.supabase.co/storage/v1/s3/bucket/pre/a.mp4", link.GetLeftPart(UriPartial.Path));
    }

    [Theory]
    [InlineData(59)]
    [InlineData(43201)]
    public async Task A_link_is_good_for_a_minute_to_twelve_hours(int seconds) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => Storage().PresignAsync(Bucket, Key("a"), new DownloadTerms(TimeSpan.FromSeconds(seconds), "a", false), default));

    [Fact]
    public async Task A_key_of_another_prefix_is_refused()
    {
        Assert.True(ObjectKey.TryBelow("other/", "a", out var key));

        await Assert.ThrowsAsync<ArgumentException>(() => Storage().PresignAsync(Bucket, key, new DownloadTerms(TimeSpan.FromHours(1), "a", false), default));
        await Assert.ThrowsAsync<ArgumentException>(() => Storage().DeleteAsync(Bucket, key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Storage().HeadAsync(Bucket, key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Storage().DeleteAsync(Bucket, default, default));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("pre/", "a")]
    [InlineData("pre/", "../")]
    public async Task No_whole_bucket_is_emptied(string prefix, string below) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Storage().DeleteAllAsync(Bucket with { Prefix = prefix }, below, default));

    private static ObjectKey Key(string path)
    {
        Assert.True(ObjectKey.TryBelow("pre/", path, out var key));
        return key;
    }

    private static S3ObjectStorage Storage() => new(new S3Clients(new ObjectStorageOptions(), new ManagedStorageOptions(), Dns.GetHostAddressesAsync), TimeProvider.System);
}
