using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>Uploads over HTTP, signed by the simulator's own code: what fits into one part in one request, anything bigger in parts.</summary>
internal sealed class S3EgressUploader : IEgressUploader, IDisposable
{
    private const int PartBytes = 8 * 1024 * 1024;
    private const string SessionName = "livekit-egress";

    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly HttpClient _http;
    private readonly S3Sender _sender;

    /// <param name="time">What requests are dated by.</param>
    /// <param name="handler">What sends them, without following redirects; null for the network. It stays the caller's to dispose.</param>
    public S3EgressUploader(TimeProvider time, HttpMessageHandler? handler = null)
    {
        _http = new HttpClient(handler ?? NetworkHandler(), disposeHandler: handler is null);
        _sender = new S3Sender(_http, time);
    }

    public async Task<string> UploadAsync(
        S3Upload target, string key, Stream content, string contentType, CancellationToken cancellation)
    {
        var address = S3Address.Of(target);
        var scope = new SigningScope("", address.Region, "s3");
        var credentials = await CredentialsAsync(target, address, cancellation);
        var upload = new Upload(_sender, address, key, credentials, scope);
        var buffer = new byte[PartBytes];
        var first = await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellation);
        var headers = ObjectHeaders(target, contentType);
        if (first < PartBytes)
        {
            (await upload.SendAsync("PutObject", HttpMethod.Put, "", headers, buffer.AsMemory(0, first), cancellation)).Dispose();
        }
        else
        {
            await InPartsAsync(upload, headers, content, buffer, cancellation);
        }

        return address.Object(key).AbsoluteUri;
    }

    public void Dispose() => _http.Dispose();

    private static async Task InPartsAsync(
        Upload upload, Dictionary<string, string> headers, Stream content, byte[] buffer, CancellationToken cancellation)
    {
        using var begun = await upload.SendAsync("CreateMultipartUpload", HttpMethod.Post, "?uploads=", headers, default, cancellation);
        var id = AwsEncoding.Encode(XElement.Parse(await begun.Content.ReadAsStringAsync(cancellation)).Text("UploadId") ?? "");
        try
        {
            var list = new XElement("CompleteMultipartUpload");
            var (count, number) = (buffer.Length, 0);
            do
            {
                number++;
                using var put = await upload.SendAsync(
                    "UploadPart", HttpMethod.Put, $"?partNumber={number}&uploadId={id}", NoHeaders, buffer.AsMemory(0, count), cancellation);
                list.Add(new XElement("Part", new XElement("PartNumber", number), new XElement("ETag", put.Headers.ETag?.Tag)));
                count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            }
            while (count > 0);

            var body = Encoding.UTF8.GetBytes(list.ToString(SaveOptions.DisableFormatting));
            (await upload.SendAsync("CompleteMultipartUpload", HttpMethod.Post, $"?uploadId={id}", NoHeaders, body, cancellation)).Dispose();
        }
        catch
        {
            await AbortAsync(upload, id);
            throw;
        }
    }

    /// <summary>Leaves no parts behind, if that can be helped.</summary>
    private static async Task AbortAsync(Upload upload, string id)
    {
        try
        {
            (await upload.SendAsync("AbortMultipartUpload", HttpMethod.Delete, $"?uploadId={id}", NoHeaders, default, CancellationToken.None)).Dispose();
        }
        catch (EgressUploadException)
        {
            // What made it fail is what is told.
        }
    }

    private async Task<S3Credentials> CredentialsAsync(S3Upload target, S3Address address, CancellationToken cancellation)
    {
        var own = new S3Credentials(target.AccessKey, target.Secret, target.SessionToken.Length > 0 ? target.SessionToken : null);
        if (target.AssumeRoleArn.Length == 0)
        {
            return own;
        }

        var form = $"Action=AssumeRole&Version=2011-06-15&RoleArn={AwsEncoding.Encode(target.AssumeRoleArn)}&RoleSessionName={SessionName}"
            + (target.AssumeRoleExternalId.Length > 0 ? $"&ExternalId={AwsEncoding.Encode(target.AssumeRoleExternalId)}" : "");
        var call = new S3Call(
            "operation error STS: AssumeRole",
            HttpMethod.Post,
            address.TokenService,
            new Dictionary<string, string> { ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8" },
            Encoding.UTF8.GetBytes(form));
        using var response = await _sender.SendAsync(call, own, new SigningScope("", address.Region, "sts"), cancellation);
        var answer = XElement.Parse(await response.Content.ReadAsStringAsync(cancellation)).Descendants()
            .First(element => element.Name.LocalName == "Credentials");
        return new S3Credentials(answer.Text("AccessKeyId")!, answer.Text("SecretAccessKey")!, answer.Text("SessionToken"));
    }

    private static Dictionary<string, string> ObjectHeaders(S3Upload target, string contentType)
    {
        var headers = new Dictionary<string, string> { ["content-type"] = contentType };
        if (target.Tagging.Length > 0)
        {
            headers["x-amz-tagging"] = target.Tagging;
        }

        if (target.ContentDisposition.Length > 0)
        {
            headers["content-disposition"] = target.ContentDisposition;
        }

        foreach (var (name, value) in target.Metadata)
        {
            headers[$"x-amz-meta-{name.ToLowerInvariant()}"] = value;
        }

        return headers;
    }

    /// <summary>Every name below <c>localhost</c> is this machine (RFC 6761), also where the system's resolver does not know.</summary>
    private static SocketsHttpHandler NetworkHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = static async (context, cancellation) =>
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : host, port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>One object on its way.</summary>
    private sealed record Upload(S3Sender Sender, S3Address Address, string Key, S3Credentials Credentials, SigningScope Scope)
    {
        public Task<HttpResponseMessage> SendAsync(
            string operation, HttpMethod method, string query, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
            Sender.SendAsync(new S3Call($"operation error S3: {operation}", method, Address.Object(Key, query), headers, body), Credentials, Scope, cancellation);
    }
}
