using System.Net;
using System.Text.RegularExpressions;
using RelayKit.ObjectStorage;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>The contract, held by the simulator's object store; and that what is signed otherwise is refused, since it verifies signatures.</summary>
public sealed class SimulatorServerTests(SimulatorServer server) : ObjectStorageContract(server), IClassFixture<SimulatorServer>
{
    [Fact]
    public Task A_secret_that_is_not_the_keys_is_said() => HasFaultAsync(StorageFaultKind.WrongKey, Bucket with { SecretAccessKey = "a-wrong-secret" });

    [Theory]
    [InlineData("/a\\.mp4\\?", "/b.mp4?")]
    [InlineData("X-Amz-Expires=[0-9]+", "X-Amz-Expires=36000")]
    [InlineData("attachment", "inline")]
    public async Task A_link_is_good_for_what_it_was_made_for(string what, string forged)
    {
        await Server.PutAsync(Bucket, Key("a.mp4"), [1]);
        await Server.PutAsync(Bucket, Key("b.mp4"), [2]);
        var link = (await LinkAsync("a.mp4")).AbsoluteUri;
        Assert.Matches(what, link);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Regex.Replace(link, what, forged, RegexOptions.None, TimeSpan.FromSeconds(1))));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
