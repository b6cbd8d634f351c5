using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

/// <summary>An object store in this process, at the time and with the key of AWS's own examples.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    public const string KeyId = "AKIAIOSFODNN7EXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Bucket = "examplebucket";
    public const string Role = "arn:aws:iam::123456789012:role/recordings";
    public const string Domain = "s3.amazonaws.com";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly WebApplication _app;

    private StoreHost(WebApplication app, FakeTimeProvider time)
    {
        _app = app;
        Time = time;
        Address = app.Urls.Single();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public FakeTimeProvider Time { get; }

    public string Address { get; }

    public HttpClient Http { get; }

    public static async Task<StoreHost> StartAsync(string? data = null, long maxPutBytes = ObjectStoreOptions.DefaultMaxPutBytes)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        var app = ObjectStoreApp.Build(
            new ObjectStoreOptions
            {
                Urls = "http://127.0.0.1:0",
                Buckets = [new(Bucket), new("paris", "eu-west-3")],
                Keys =
                [
                    new(KeyId, Secret),
                    new("AKIAWRITER", "writer", [new(ObjectStoreActs.Put, Bucket, "t1/")]),
                    new("AKIALISTER", "lister", [new(ObjectStoreActs.List | ObjectStoreActs.Get, Bucket, "t1/")]),
                ],
                Roles = [new(Role, "external-1", [new(ObjectStoreActs.All, Bucket, "t2/")], [KeyId])],
                Domain = Domain,
                DataDirectory = data,
                MaxPutBytes = maxPutBytes,
            },
            time);
        await app.StartAsync();
        return new StoreHost(app, time);
    }

    /// <summary>Sends exactly this; nothing of the address is tidied.</summary>
    public async Task<Answer> SendAsync(
        string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address + target, AsWritten));
        request.Content = body is null ? null : new ByteArrayContent(body);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Answer(
            response.StatusCode,
            bytes,
            response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Signs and sends.</summary>
    public Task<Answer> CallAsync(string method, string path, byte[]? body = null, Signer? signer = null, params (string Name, string Value)[] more)
    {
        signer ??= new Signer();
        return SendAsync(method, AwsEncoding.Encode(path, keepSlashes: true) + signer.Query, signer.Sign(this, method, path, body ?? [], more), body);
    }

    public Task<Answer> PutAsync(string key, string text) => CallAsync("PUT", $"/{Bucket}/{key}", Encoding.UTF8.GetBytes(text));

    /// <summary>A link to an object.</summary>
    public string Link(string key, int seconds, string more = "")
    {
        var time = SigningScope.Time(Time.GetUtcNow());
        var scope = SigningScope.At(Time.GetUtcNow(), "us-east-1", "s3");
        var query = $"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={AwsEncoding.Encode($"{KeyId}/{scope}")}&X-Amz-Date={time}&X-Amz-Expires={seconds}&X-Amz-SignedHeaders=host{more}";
        var canonical = CanonicalRequest.Write(
            "GET", $"/{Bucket}/{key}", AwsEncoding.DecodeQuery(query), [new("host", new Uri(Address).Authority)], "UNSIGNED-PAYLOAD");
        return $"/{Bucket}/{AwsEncoding.Encode(key, keepSlashes: true)}{query}&X-Amz-Signature={scope.Sign(Secret, time, canonical)}";
    }

    public async Task ControlAsync(string call, string body)
    {
        using var response = await Http.PostAsync(new Uri($"{Address}/sim/{call}"), new StringContent(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer of the store.</summary>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, Dictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>S3's code of an error, or the number of the status.</summary>
    public string Code => Text.Contains("<Code>", StringComparison.Ordinal) ? Text.Split("<Code>")[1].Split("</Code>")[0] : $"{(int)Status}";

    public string Element(string name) => Text.Split($"<{name}>")[1].Split($"</{name}>")[0];
}

/// <summary>How a request is signed; everything can be wrong about it.</summary>
internal sealed record Signer(
    string KeyId = StoreHost.KeyId,
    string Secret = StoreHost.Secret,
    string Region = "us-east-1",
    string Service = "s3",
    string Query = "",
    string? Payload = null,
    string? Token = null,
    TimeSpan Skew = default)
{
    public List<(string Name, string Value)> Sign(
        StoreHost host, string method, string path, byte[] body, IEnumerable<(string Name, string Value)> more)
    {
        var now = host.Time.GetUtcNow() + Skew;
        var payload = Payload ?? Convert.ToHexStringLower(SHA256.HashData(body));
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = new Uri(host.Address).Authority,
            ["x-amz-content-sha256"] = payload,
            ["x-amz-date"] = SigningScope.Time(now),
        };
        foreach (var (name, value) in more)
        {
            headers[name] = value;
        }

        if (Token is not null)
        {
            headers["x-amz-security-token"] = Token;
        }

        var scope = SigningScope.At(now, Region, Service);
        var signature = scope.Sign(
            Secret, SigningScope.Time(now), CanonicalRequest.Write(method, path, AwsEncoding.DecodeQuery(Query), headers, payload));
        return
        [
            .. headers.Select(header => (header.Key, header.Value)),
            ("Authorization", $"AWS4-HMAC-SHA256 Credential={KeyId}/{scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}"),
        ];
    }
}
