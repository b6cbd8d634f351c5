using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>Sends signed requests and reads what is refused. What failed at the service or on the way is tried three times, at once.</summary>
internal sealed class S3Sender(HttpClient http, TimeProvider time)
{
    private const int Attempts = 3;

    /// <summary>Sends a request; the answer is a success.</summary>
    /// <param name="call">The request.</param>
    /// <param name="credentials">What signs it.</param>
    /// <param name="scope">Region and service that it is signed for; the day is set here.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EgressUploadException">It was refused, or nobody answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        S3Call call, S3Credentials credentials, SigningScope scope, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = Sign(call, credentials, scope);
                var response = await http.SendAsync(request, cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    if (attempt == Attempts || (int)response.StatusCode < 500)
                    {
                        throw await RefusalAsync(call, response, cancellation);
                    }
                }
            }
            catch (HttpRequestException broken) when (attempt == Attempts)
            {
                throw new EgressUploadException($"{call.Text}, request send failed, {broken.Message}", null, broken);
            }
            catch (HttpRequestException)
            {
                // Once more.
            }
        }
    }

    private HttpRequestMessage Sign(S3Call call, S3Credentials credentials, SigningScope scope)
    {
        var now = time.GetUtcNow();
        var stamp = SigningScope.Time(now);
        var hash = Convert.ToHexStringLower(SHA256.HashData(call.Body.Span));
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = call.Address.Authority,
            ["x-amz-content-sha256"] = hash,
            ["x-amz-date"] = stamp,
        };
        foreach (var (name, value) in call.Headers)
        {
            headers[name] = value;
        }

        if (credentials.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        var today = SigningScope.At(now, scope.Region, scope.Service);
        var path = AwsEncoding.Decode(call.Address.AbsolutePath);
        var canonical = CanonicalRequest.Write(call.Method.Method, path, AwsEncoding.DecodeQuery(call.Address.Query), headers, hash);
        var request = new HttpRequestMessage(call.Method, call.Address) { Content = new ReadOnlyMemoryContent(call.Body) };
        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SigningScope.Algorithm} Credential={credentials.AccessKeyId}/{today}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={today.Sign(credentials.Secret, stamp, canonical)}");
        return request;
    }

    private static async Task<EgressUploadException> RefusalAsync(S3Call call, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        try
        {
            var error = XElement.Parse(await response.Content.ReadAsStringAsync(cancellation)).DescendantsAndSelf()
                .First(element => element.Name.LocalName == "Error");
            return new EgressUploadException(
                $"{call.Text}, https response error StatusCode: {status}, api error {error.Text("Code")}: {error.Text("Message")}", error.Text("Code"));
        }
        catch (Exception unread) when (unread is XmlException or InvalidOperationException)
        {
            return new EgressUploadException($"{call.Text}, https response error StatusCode: {status}", null);
        }
    }
}

/// <summary>A request before it is signed.</summary>
/// <param name="Text">What it is called in an error, such as <c>operation error S3: PutObject</c>.</param>
/// <param name="Method">HTTP's method.</param>
/// <param name="Address">Where it goes, with its query.</param>
/// <param name="Headers">Headers by lower-case name; each is signed.</param>
/// <param name="Body">The body.</param>
internal sealed record S3Call(
    string Text, HttpMethod Method, Uri Address, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);
