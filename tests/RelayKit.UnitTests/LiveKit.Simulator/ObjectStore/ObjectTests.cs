using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

public sealed class ObjectTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../etc/passwd")]
    [InlineData("%2e%2e/x")]
    [InlineData("./.")]
    [InlineData("a//b")]
    [InlineData("ünï/日本 +~*(!)'.mp4")]
    [InlineData("x?y#z&w=1")]
    [InlineData("sim/faults")]
    public async Task A_key_is_data(string key)
    {
        Assert.Equal(HttpStatusCode.OK, (await store.Host.PutAsync(key, key)).Status);
        Assert.Equal(key, (await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/{key}")).Text);
        Assert.Equal(key, (await store.Host.SendAsync("GET", store.Host.Link(key, 60), [])).Text);
        var list = await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}", null, new Signer(Query: $"?list-type=2&prefix={Uri.EscapeDataString(key)}"));
        Assert.Contains($"<Key>{WebUtility.HtmlDecode(key).Replace("&", "&amp;", StringComparison.Ordinal)}</Key>", list.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await store.Host.CallAsync("DELETE", $"/{StoreHost.Bucket}/{key}")).Status);
        Assert.Equal("NoSuchKey", (await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/{key}")).Code);
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "234")]
    [InlineData("bytes=7-", 206, "789")]
    [InlineData("bytes=-2", 206, "89")]
    [InlineData("bytes=8-100", 206, "89")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789")]
    public async Task Ranges(string range, int status, string text)
    {
        await store.Host.PutAsync("ranges", "0123456789");
        var answer = await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/ranges", null, null, ("range", range));
        Assert.Equal((status, text), ((int)answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused()
    {
        await store.Host.PutAsync("short", "0123456789");
        var answer = await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/short", null, null, ("range", "bytes=10-"));
        Assert.Equal(("InvalidRange", "bytes */10"), (answer.Code, answer.Headers["Content-Range"]));
    }

    [Fact]
    public async Task Head_tells_what_was_put()
    {
        await store.Host.CallAsync("PUT", $"/{StoreHost.Bucket}/h", "abc"u8.ToArray(), null, ("content-type", "video/mp4"), ("x-amz-meta-id", "7"));
        var head = await store.Host.CallAsync("HEAD", $"/{StoreHost.Bucket}/h");
        Assert.Equal(
            ("3", "\"900150983cd24fb0d6963f7d28e17f72\"", "video/mp4", "7"),
            (head.Headers["Content-Length"], head.Headers["ETag"], head.Headers["Content-Type"], head.Headers["x-amz-meta-id"]));
        Assert.Equal(HttpStatusCode.NotFound, (await store.Host.CallAsync("HEAD", $"/{StoreHost.Bucket}/none")).Status);
    }

    [Theory]
    [InlineData("content-md5", "kAFQmDzST7DWlj99KOF/cg==", "200")]
    [InlineData("content-md5", "AAAQmDzST7DWlj99KOF/cg==", "BadDigest")]
    [InlineData("content-md5", "short", "InvalidDigest")]
    [InlineData("x-amz-checksum-crc32", "NSRBwg==", "200")]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==", "BadDigest")]
    [InlineData("x-amz-checksum-crc32c", "Nks/tw==", "200")]
    [InlineData("x-amz-checksum-sha1", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "200")]
    [InlineData("x-amz-checksum-sha256", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "200")]
    [InlineData("x-amz-checksum-sha256", "AAAWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "BadDigest")]
    public async Task Checksums_of_abc(string header, string value, string code) => Assert.Equal(
        code, (await store.Host.CallAsync("PUT", $"/{StoreHost.Bucket}/c", "abc"u8.ToArray(), null, (header, value))).Code);

    /// <summary>The check value of CRC-64/NVME is AE8B14860A799888 for the digits 1 to 9.</summary>
    [Fact]
    public async Task An_unsigned_body_in_chunks_has_a_checksum_behind_it()
    {
        var checksum = Convert.ToBase64String(Convert.FromHexString("AE8B14860A799888"));
        Task<Answer> Put(string body) => store.Host.CallAsync(
            "PUT",
            $"/{StoreHost.Bucket}/t",
            Encoding.ASCII.GetBytes(body),
            new Signer(Payload: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "9"),
            ("x-amz-trailer", "x-amz-checksum-crc64nvme"));

        Assert.Equal("200", (await Put($"4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc64nvme:{checksum}\r\n\r\n")).Code);
        Assert.Equal("123456789", (await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/t")).Text);
        Assert.Equal("BadDigest", (await Put($"9\r\n123456780\r\n0\r\nx-amz-checksum-crc64nvme:{checksum}\r\n\r\n")).Code);
        Assert.Equal("InvalidRequest", (await Put("9\r\n123456789\r\n0\r\n\r\n")).Code);
        Assert.Equal("IncompleteBody", (await Put("4\r\n1234\r\n0\r\n\r\n")).Code);
        Assert.Equal("IncompleteBody", (await Put("9\r\n1234")).Code);
        Assert.Equal("123456789", (await store.Host.CallAsync("GET", $"/{StoreHost.Bucket}/t")).Text);
    }

    [Fact]
    public async Task A_key_does_what_it_may_below_its_prefix()
    {
        var writer = new Signer("AKIAWRITER", "writer");
        var lister = new Signer("AKIALISTER", "lister");
        async Task<string> Code(string method, string path, Signer signer, byte[]? body = null) =>
            (await store.Host.CallAsync(method, $"/{StoreHost.Bucket}{path}", body, signer)).Code;

        Assert.Equal("200", await Code("PUT", "/t1/a", writer, [1]));
        Assert.Equal("AccessDenied", await Code("PUT", "/t2/a", writer, [1]));
        Assert.Equal("AccessDenied", await Code("GET", "/t1/a", writer));
        Assert.Equal("AccessDenied", await Code("DELETE", "/t1/a", writer));
        Assert.Equal("403", await Code("HEAD", "", writer));
        Assert.Equal("AccessDenied", await Code("PUT", "/t1/a", lister, [1]));
        Assert.Equal("200", await Code("GET", "/t1/a", lister));
        Assert.Equal("NoSuchKey", await Code("GET", "/t1/none", lister));
        Assert.Equal("200", await Code("GET", "", lister with { Query = "?list-type=2&prefix=t1%2F" }));
        Assert.Equal("AccessDenied", await Code("GET", "", lister with { Query = "?list-type=2" }));
        Assert.Equal("200", await Code("HEAD", "", lister));
        Assert.Equal("NoSuchBucket", (await store.Host.CallAsync("GET", "/nowhere/a")).Code);
    }

    [Fact]
    public async Task A_put_that_is_too_big_is_refused()
    {
        await using var host = await StoreHost.StartAsync(maxPutBytes: 10);
        Assert.Equal("EntityTooLarge", (await host.PutAsync("k", "01234567890")).Code);
        Assert.Equal("200", (await host.PutAsync("k", "0123456789")).Code);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_many_are_removed_at_once()
    {
        await using var host = await StoreHost.StartAsync();
        foreach (var key in (string[])["p/a", "p/b/1", "p/b/2", "p/c", "q"])
        {
            await host.PutAsync(key, "x");
        }

        Task<Answer> List(string query) => host.CallAsync("GET", $"/{StoreHost.Bucket}", null, new Signer(Query: "?list-type=2" + query));
        var first = await List("&prefix=p/&delimiter=/&max-keys=2");
        Assert.Equal(("2", "true", "p/a"), (first.Element("KeyCount"), first.Element("IsTruncated"), first.Element("Key")));
        Assert.Contains("<CommonPrefixes><Prefix>p/b/</Prefix></CommonPrefixes>", first.Text, StringComparison.Ordinal);
        var second = await List($"&prefix=p/&delimiter=/&max-keys=2&continuation-token={first.Element("NextContinuationToken")}");
        Assert.Equal(("1", "false", "p/c"), (second.Element("KeyCount"), second.Element("IsTruncated"), second.Element("Key")));

        var removed = await host.CallAsync(
            "POST",
            $"/{StoreHost.Bucket}",
            "<Delete><Object><Key>p/a</Key></Object><Object><Key>p/b/1</Key></Object><Object><Key>none</Key></Object></Delete>"u8.ToArray(),
            new Signer(Query: "?delete="));
        Assert.Equal(3, removed.Text.Split("<Deleted>").Length - 1);
        Assert.Equal("3", (await List("")).Element("KeyCount"));
        Assert.Equal("MalformedXML", (await host.CallAsync("POST", $"/{StoreHost.Bucket}", "<Delete>"u8.ToArray(), new Signer(Query: "?delete="))).Code);
    }

    [Fact]
    public async Task Parts_become_one_object()
    {
        var path = $"/{StoreHost.Bucket}/big";
        var id = (await store.Host.CallAsync("POST", path, null, new Signer(Query: "?uploads="))).Element("UploadId");
        var big = RandomNumberGenerator.GetBytes(5 * 1024 * 1024);
        async Task<string> Part(int number, byte[] body) =>
            (await store.Host.CallAsync("PUT", path, body, new Signer(Query: $"?partNumber={number}&uploadId={id}"))).Headers["ETag"];
        Task<Answer> Complete(params (int Number, string ETag)[] parts) => store.Host.CallAsync(
            "POST",
            path,
            Encoding.UTF8.GetBytes($"<CompleteMultipartUpload>{string.Concat(parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>"))}</CompleteMultipartUpload>"),
            new Signer(Query: $"?uploadId={id}"));

        var first = await Part(1, big);
        var last = await Part(2, "end"u8.ToArray());
        var small = await Part(3, "x"u8.ToArray());
        Assert.Equal("InvalidPartOrder", (await Complete((2, last), (1, first))).Code);
        Assert.Equal("InvalidPart", (await Complete((1, last))).Code);
        Assert.Equal("EntityTooSmall", (await Complete((2, last), (3, small))).Code);
        Assert.EndsWith("-2&quot;", WebUtility.HtmlEncode((await Complete((1, first), (2, last))).Element("ETag")), StringComparison.Ordinal);
        Assert.Equal(big.Concat("end"u8.ToArray()), (await store.Host.CallAsync("GET", path)).Body);
        Assert.Equal("NoSuchUpload", (await Complete((1, first))).Code);
    }

    [Fact]
    public async Task A_data_directory_outlives_the_process_and_has_no_file_named_by_a_key()
    {
        var data = Directory.CreateTempSubdirectory("store-test-");
        try
        {
            await using (var host = await StoreHost.StartAsync(data.FullName))
            {
                await host.PutAsync("../kept.txt", "old");
                await host.PutAsync("../kept.txt", "kept");
            }

            await using var again = await StoreHost.StartAsync(data.FullName);
            Assert.Equal("kept", (await again.CallAsync("GET", $"/{StoreHost.Bucket}/../kept.txt")).Text);
            Assert.Equal(2, data.GetFileSystemInfos().Length);
            Assert.DoesNotContain(data.GetFileSystemInfos(), file => file.Name.Contains("kept", StringComparison.Ordinal));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
