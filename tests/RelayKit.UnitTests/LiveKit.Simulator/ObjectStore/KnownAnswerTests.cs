using System.Net;
using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

/// <summary>
/// The examples of AWS's documentation of Signature Version 4 for S3, with the signatures that it prints: none of them is made by our code.
/// </summary>
public sealed class KnownAnswerTests(SharedStore store) : IClassFixture<SharedStore>
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string BucketHost = $"{StoreHost.Bucket}.{StoreHost.Domain}";
    private const string Credential = $"AWS4-HMAC-SHA256 Credential={StoreHost.KeyId}/20130524/us-east-1/s3/aws4_request";

    [Fact]
    public async Task Put_and_get_with_a_range()
    {
        var put = await store.Host.SendAsync(
            "PUT",
            "/test$file.text",
            [
                ("Host", BucketHost),
                ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                ("x-amz-date", "20130524T000000Z"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
                ("Authorization", $"{Credential},SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
            ],
            "Welcome to Amazon S3."u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("Welcome to Amazon S3.", (await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/test$file.text")).Text);

        await store.Host.PutAsync("test.txt", "0123456789abcdef");
        var get = await store.Host.SendAsync(
            "GET",
            "/test.txt",
            [
                ("Host", BucketHost),
                ("Range", "bytes=0-9"),
                ("x-amz-content-sha256", EmptyHash),
                ("x-amz-date", "20130524T000000Z"),
                ("Authorization", $"{Credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
            ]);
        Assert.Equal((HttpStatusCode.PartialContent, "0123456789"), (get.Status, get.Text));

        var link = await store.Host.SendAsync(
            "GET",
            $"/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={StoreHost.KeyId}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            [("Host", BucketHost)]);
        Assert.Equal("0123456789abcdef", link.Text);
    }

    /// <summary>Neither is played, which is only said to whoever signed well.</summary>
    [Theory]
    [InlineData("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", "NotImplemented")]
    [InlineData("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", "NotImplemented")]
    [InlineData("/?max-keys=3&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", "SignatureDoesNotMatch")]
    public async Task Queries(string target, string signature, string code)
    {
        var answer = await store.Host.SendAsync(
            "GET",
            target,
            [
                ("Host", BucketHost),
                ("x-amz-content-sha256", EmptyHash),
                ("x-amz-date", "20130524T000000Z"),
                ("Authorization", $"{Credential},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature={signature}"),
            ]);
        Assert.Equal(code, answer.Code);
    }

    [Theory]
    [InlineData(0, "200")]
    [InlineData(1, "SignatureDoesNotMatch")]
    public async Task A_body_in_signed_chunks(int wrong, string code)
    {
        var body = Body(
            ("10000", ";chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", 65536),
            ("400", ";chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", 1024),
            ("0", ";chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", 0));
        body[70_000 - 4_000] -= (byte)wrong;
        var answer = await store.Host.SendAsync(
            "PUT",
            $"/{StoreHost.Bucket}/chunkObject.txt",
            [
                ("Host", StoreHost.Domain),
                ("x-amz-date", "20130524T000000Z"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
                ("Content-Encoding", "aws-chunked"),
                ("x-amz-decoded-content-length", "66560"),
                ("Authorization", $"{Credential},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"),
            ],
            body);
        Assert.Equal(code, answer.Code);
    }

    [Theory]
    [InlineData("sOO8/Q==", "200")]
    [InlineData("sOO8/A==", "SignatureDoesNotMatch")]
    public async Task A_body_in_signed_chunks_with_a_trailer(string checksum, string code)
    {
        var body = Body(
            ("10000", ";chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", 65536),
            ("400", ";chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", 1024),
            ("0", ";chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", 0))[..^2];
        body = [.. body, .. Encoding.ASCII.GetBytes($"x-amz-checksum-crc32c:{checksum}\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n")];
        var answer = await store.Host.SendAsync(
            "PUT",
            $"/{StoreHost.Bucket}/chunkObject.txt",
            [
                ("Host", StoreHost.Domain),
                ("x-amz-date", "20130524T000000Z"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
                ("Content-Encoding", "aws-chunked"),
                ("x-amz-decoded-content-length", "66560"),
                ("x-amz-trailer", "x-amz-checksum-crc32c"),
                ("Authorization", $"{Credential},SignedHeaders=content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer,Signature=106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"),
            ],
            body);
        Assert.Equal(code, answer.Code);
    }

    private static byte[] Body(params (string Size, string Extension, int Count)[] chunks) =>
        [.. chunks.SelectMany(chunk => Encoding.ASCII.GetBytes($"{chunk.Size}{chunk.Extension}\r\n{new string('a', chunk.Count)}\r\n"))];
}
