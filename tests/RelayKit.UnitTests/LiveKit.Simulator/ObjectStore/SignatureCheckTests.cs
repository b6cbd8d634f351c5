using System.Net;
using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

public sealed class SignatureCheckTests(SharedStore store) : IClassFixture<SharedStore>
{
    private static readonly byte[] Body = "content"u8.ToArray();

    public static TheoryData<string, string> Wrongs => new()
    {
        { "secret", "SignatureDoesNotMatch" },
        { "key", "InvalidAccessKeyId" },
        { "region", "AuthorizationHeaderMalformed" },
        { "service", "AuthorizationHeaderMalformed" },
        { "late", "RequestTimeTooSkewed" },
        { "early", "RequestTimeTooSkewed" },
        { "payload", "XAmzContentSHA256Mismatch" },
        { "token", "InvalidToken" },
        { "nothing", "200" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task What_is_wrong_is_said_by_its_code(string wrong, string code)
    {
        var right = new Signer();
        var signer = wrong switch
        {
            "secret" => right with { Secret = "another" },
            "key" => right with { KeyId = "AKIANOBODY" },
            "region" => right with { Region = "eu-central-1" },
            "service" => right with { Service = "sts" },
            "late" => right with { Skew = TimeSpan.FromMinutes(-16) },
            "early" => right with { Skew = TimeSpan.FromMinutes(16) },
            "payload" => right with { Payload = new string('a', 64) },
            "token" => right with { Token = "made-up" },
            _ => right,
        };
        Assert.Equal(code, (await store.Host.CallAsync("PUT", $"/{StoreHost.Bucket}/s", Body, signer)).Code);
    }

    [Fact]
    public async Task The_right_region_is_told()
    {
        var answer = await store.Host.CallAsync("PUT", "/paris/k", Body);
        Assert.Equal(("AuthorizationHeaderMalformed", "eu-west-3"), (answer.Code, answer.Element("Region")));
        Assert.Equal("eu-west-3", answer.Headers["x-amz-bucket-region"]);
        Assert.Equal("200", (await store.Host.CallAsync("PUT", "/paris/k", Body, new Signer(Region: "eu-west-3"))).Code);
    }

    [Fact]
    public async Task What_is_changed_on_the_way_does_not_match()
    {
        var signed = new Signer().Sign(store.Host, "PUT", $"/{StoreHost.Bucket}/a", Body, [("x-amz-meta-a", "1")]);
        async Task<string> Code(string method, string target, IEnumerable<(string, string)> headers) =>
            (await store.Host.SendAsync(method, target, headers, Body)).Code;

        Assert.Equal("200", await Code("PUT", $"/{StoreHost.Bucket}/a", signed));
        Assert.Equal("SignatureDoesNotMatch", await Code("POST", $"/{StoreHost.Bucket}/a", signed));
        Assert.Equal("SignatureDoesNotMatch", await Code("PUT", $"/{StoreHost.Bucket}/b", signed));
        Assert.Equal("SignatureDoesNotMatch", await Code("PUT", $"/{StoreHost.Bucket}/a?x=y", signed));
        Assert.Equal("SignatureDoesNotMatch", await Code("PUT", $"/{StoreHost.Bucket}/a", signed.Select(header => header.Name == "x-amz-meta-a" ? (header.Name, "2") : header)));
        Assert.Equal("AccessDenied", await Code("PUT", $"/{StoreHost.Bucket}/a", [.. signed, ("x-amz-meta-b", "2")]));
    }

    [Fact]
    public async Task Nobody_reads_without_a_signature()
    {
        await store.Host.PutAsync("secret.txt", "secret");
        var answer = await store.Host.SendAsync("GET", $"/{StoreHost.Bucket}/secret.txt", []);
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_link_is_good_for_its_time_and_for_what_it_says()
    {
        await using var host = await StoreHost.StartAsync();
        await host.PutAsync("a file.txt", "text");
        var link = host.Link("a file.txt", 60, "&response-content-disposition=attachment%3B%20filename%3D%22b.txt%22&response-content-type=text%2Fplain");
        var answer = await host.SendAsync("GET", link, []);
        Assert.Equal(("text", "attachment; filename=\"b.txt\"", "text/plain"), (answer.Text, answer.Headers["Content-Disposition"], answer.Headers["Content-Type"]));

        Assert.Equal("SignatureDoesNotMatch", (await host.SendAsync("GET", link.Replace("b.txt", "c.txt", StringComparison.Ordinal), [])).Code);
        Assert.Equal("SignatureDoesNotMatch", (await host.SendAsync("PUT", link, [], Body)).Code);
        Assert.Equal("SignatureDoesNotMatch", (await host.SendAsync("GET", link.Replace("Expires=60", "Expires=600", StringComparison.Ordinal), [])).Code);
        Assert.Equal("AuthorizationQueryParametersError", (await host.SendAsync("GET", link.Replace("Expires=60", "Expires=604801", StringComparison.Ordinal), [])).Code);

        host.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("text", (await host.SendAsync("GET", link, [])).Text);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var expired = await host.SendAsync("GET", link, []);
        Assert.Equal(("AccessDenied", "Request has expired"), (expired.Code, expired.Element("Message")));
    }

    [Fact]
    public async Task A_role_is_taken_on_with_its_external_id_and_ends()
    {
        await using var host = await StoreHost.StartAsync();
        async Task<Answer> Assume(string form, Signer signer) => await host.CallAsync(
            "POST", "/", Encoding.UTF8.GetBytes($"Action=AssumeRole&Version=2011-06-15&RoleSessionName=rr&RoleArn={Uri.EscapeDataString(StoreHost.Role)}{form}"), signer);

        var sts = new Signer(Service: "sts");
        Assert.Equal("AccessDenied", (await Assume("", sts)).Code);
        Assert.Equal("AccessDenied", (await Assume("&ExternalId=external-2", sts)).Code);
        Assert.Equal("AccessDenied", (await Assume("&ExternalId=external-1", sts with { KeyId = "AKIAWRITER", Secret = "writer" })).Code);
        Assert.Equal("InvalidClientTokenId", (await Assume("&ExternalId=external-1", sts with { KeyId = "AKIANOBODY" })).Code);
        Assert.Equal("SignatureDoesNotMatch", (await Assume("&ExternalId=external-1", sts with { Secret = "x" })).Code);

        var session = await Assume("&ExternalId=external-1&DurationSeconds=900", sts);
        var role = new Signer(session.Element("AccessKeyId"), session.Element("SecretAccessKey"), Token: session.Element("SessionToken"));
        Task<Answer> Put(string key, Signer signer) => host.CallAsync("PUT", $"/{StoreHost.Bucket}/{key}", Body, signer);
        Assert.Equal("200", (await Put("t2/a", role)).Code);
        Assert.Equal("AccessDenied", (await Put("t1/a", role)).Code);
        Assert.Equal("InvalidAccessKeyId", (await Put("t2/a", role with { Token = null })).Code);
        host.Time.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("ExpiredToken", (await Put("t2/a", role)).Code);
    }
}
