using System.Net;
using Microsoft.Extensions.Time.Testing;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;
using static RelayKit.ObjectStorage.StorageFaultKind;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

/// <summary>Every way in which a bucket can be wrong is told apart, and quotes no secret.</summary>
public sealed class ProbeTests
{
    [Fact]
    public async Task A_bucket_that_takes_shows_and_removes_is_good()
    {
        var size = 0;
        await using var service = await PlayedService.StartAsync(async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            size = context.Request.Method == "PUT" ? (int)body.Length : size;
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.LastModified = "Fri, 27 Nov 2026 07:00:00 GMT";
            context.Response.StatusCode = context.Request.Method == "DELETE" ? 204 : 200;
            context.Response.ContentLength = context.Request.Method == "HEAD" ? size : null;
        });

        await Storage().ProbeAsync(service.Bucket, default);

        Assert.Equal(["PUT", "HEAD", "DELETE"], service.Asked.Select(static asked => asked.Split(' ')[0]));
        Assert.Single(service.Asked.Select(static asked => asked.Split(' ')[1]).Distinct());
        Assert.All(service.Asked, static asked => Assert.Contains(" /bucket/pre/relaykit-test-", asked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, "InvalidAccessKeyId", WrongKey, "access_key_id")]
    [InlineData(403, "SignatureDoesNotMatch", WrongKey, "secret_access_key")]
    [InlineData(400, "ExpiredToken", WrongKey, "run out")]
    [InlineData(403, "AccessDenied", NotAllowed, "s3:PutObject")]
    [InlineData(404, "NoSuchBucket", NoSuchBucket, "no bucket bucket")]
    [InlineData(301, "PermanentRedirect", Redirected, "elsewhere")]
    [InlineData(400, "AuthorizationHeaderMalformed", WrongRegion, "another region")]
    [InlineData(503, "SlowDown", Unavailable, "503")]
    [InlineData(500, "InternalError", Unavailable, "500")]
    [InlineData(500, null, Unavailable, "500")]
    [InlineData(403, "RequestTimeTooSkewed", Unavailable, "clock")]
    [InlineData(501, "NotImplemented", NotS3, "endpoint")]
    [InlineData(400, "InvalidRequest", NotAllowed, "InvalidRequest")]
    [InlineData(404, null, NotS3, "404")]
    [InlineData(200, null, NotS3, "ETag")]
    public async Task An_answer_is_taken_for_what_it_is(int status, string? code, StorageFaultKind kind, string word)
    {
        await using var service = await PlayedService.AnsweringAsync(status, code);

        var fault = await FaultAsync(service.Bucket);

        Assert.Equal((kind, "put"), (fault.Kind, fault.Step));
        Assert.Contains(word, fault.Detail, StringComparison.Ordinal);
        Assert.Single(service.Asked);
    }

    [Theory]
    [InlineData(301, "x-amz-bucket-region", "eu-west-9", WrongRegion, "Set region to eu-west-9")]
    [InlineData(307, "Location", "https://elsewhere.example/bucket/x", Redirected, "elsewhere.example")]
    [InlineData(302, "Location", "/login", Redirected, "another path")]
    public async Task Nobody_follows_a_redirect(int status, string header, string value, StorageFaultKind kind, string word)
    {
        await using var service = await PlayedService.AnsweringAsync(status, null, header, value);

        var fault = await FaultAsync(service.Bucket);

        Assert.Equal(kind, fault.Kind);
        Assert.Contains(word, fault.Detail, StringComparison.Ordinal);
        Assert.Single(service.Asked);
    }

    [Fact]
    public async Task A_redirect_to_ourselves_is_not_followed_either()
    {
        await using var target = await PlayedService.AnsweringAsync(200, null);
        await using var service = await PlayedService.AnsweringAsync(307, null, "Location", $"{target.Endpoint}bucket/x");

        Assert.Equal(Redirected, (await FaultAsync(service.Bucket)).Kind);
        Assert.Empty(target.Asked);
    }

    [Fact]
    public async Task The_region_that_the_service_names_is_told()
    {
        await using var service = await PlayedService.AnsweringAsync(400, "AuthorizationHeaderMalformed", region: "<Region>eu-west-9</Region>");

        Assert.Contains("Set region to eu-west-9", (await FaultAsync(service.Bucket)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", "head", "s3:GetObject")]
    [InlineData("DELETE", "delete", "s3:DeleteObject")]
    public async Task The_step_that_is_not_allowed_is_named(string method, string step, string action)
    {
        await using var service = await PlayedService.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"1\"";
            context.Response.StatusCode = context.Request.Method == method ? 403 : 200;
            return Task.CompletedTask;
        });

        var fault = await FaultAsync(service.Bucket);

        Assert.Equal((NotAllowed, step), (fault.Kind, fault.Step));
        Assert.Contains(action, fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", -30, -1, "expired")]
    [InlineData("localhost", -1, 30, "signed by nobody known")]
    public async Task A_certificate_that_is_not_good_is_named(string host, int fromDays, int untilDays, string word)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = PlayedService.Certificate(host, now.AddDays(fromDays), now.AddDays(untilDays));
        await using var service = await PlayedService.StartAsync(static _ => Task.CompletedTask, certificate);

        var fault = await FaultAsync(service.Bucket);

        Assert.Equal(BadCertificate, fault.Kind);
        Assert.Contains(word, fault.Detail, StringComparison.Ordinal);
        Assert.Empty(service.Asked);
    }

    [Fact]
    public async Task A_service_without_TLS_where_there_should_be_one_is_told()
    {
        await using var service = await PlayedService.AnsweringAsync(200, null);
        var bucket = service.Bucket with { Endpoint = new UriBuilder(service.Endpoint) { Scheme = "https" }.Uri };

        Assert.Equal(NotS3, (await FaultAsync(bucket)).Kind);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_unreachable() =>
        Assert.Equal(Unreachable, (await FaultAsync(Bucket("http://localhost:1"))).Kind);

    [Fact]
    public async Task A_host_without_address_is_unreachable() => Assert.Equal(
        Unreachable,
        (await FaultAsync(Bucket("https://s3.example"), Storage(resolve: static (_, _) => throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)))).Kind);

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00:ec2::254")]
    public async Task A_name_with_a_private_address_is_refused_as_the_connection_is_made(string address)
    {
        var fault = await FaultAsync(Bucket("https://s3.example"), Storage(allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Parse(address)])));

        Assert.Equal(PrivateAddress, fault.Kind);
    }

    [Fact]
    public async Task What_goes_without_TLS_is_refused_where_private_addresses_are()
    {
        await using var service = await PlayedService.AnsweringAsync(200, null);

        Assert.Equal(PrivateAddress, (await FaultAsync(service.Bucket, Storage(allowPrivate: false))).Kind);
        Assert.Empty(service.Asked);
    }

    /// <summary>The name leads elsewhere once it has been looked at: to the address that was looked at the connection goes, and to no other.</summary>
    [Fact]
    public async Task A_name_is_looked_up_once_for_each_connection()
    {
        var looks = 0;
        await using var service = await PlayedService.AnsweringAsync(403, "AccessDenied");
        var storage = Storage(allowPrivate: true, (_, _) => Task.FromResult<IPAddress[]>([++looks == 1 ? IPAddress.Loopback : IPAddress.Parse("192.0.2.1")]));

        Assert.Equal(NotAllowed, (await FaultAsync(service.Bucket with { Endpoint = new Uri($"http://rebound.example:{service.Endpoint.Port}") }, storage)).Kind);
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task A_service_that_says_nothing_has_ten_seconds()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        await using var service = await PlayedService.StartAsync(context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var probing = FaultAsync(service.Bucket, Storage(time: time));
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimedOut, (await probing).Kind);
    }

    [Fact]
    public async Task Whoever_gives_up_hears_of_no_fault()
    {
        using var given = new CancellationTokenSource();
        await using var service = await PlayedService.StartAsync(async context =>
        {
            await given.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage().ProbeAsync(service.Bucket, given.Token));
    }

    private static S3ObjectStorage Storage(bool allowPrivate = true, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, TimeProvider? time = null) => new(
        new S3Clients(new ObjectStorageOptions { AllowPrivateAddresses = allowPrivate }, new ManagedStorageOptions(), resolve ?? Dns.GetHostAddressesAsync),
        time ?? new FakeTimeProvider());

    private static StorageBucket Bucket(string endpoint) => new()
    {
        Endpoint = new Uri(endpoint),
        Region = "eu-test-1",
        Bucket = "bucket",
        ForcePathStyle = true,
        Prefix = "",
        AccessKeyId = "AKID",
        SecretAccessKey = "hush",
    };

    private static async Task<StorageFault> FaultAsync(StorageBucket bucket, S3ObjectStorage? storage = null)
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => (storage ?? Storage()).ProbeAsync(bucket, default));
        Assert.DoesNotContain("hush", e.ToString(), StringComparison.Ordinal);
        return e.Fault;
    }
}
