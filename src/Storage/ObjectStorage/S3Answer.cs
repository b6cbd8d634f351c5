using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>What a service has said in place of doing what was asked.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">S3's code; null where the answer has none that looks like one.</param>
/// <param name="Region">The region that it says the bucket is in; null where it says none.</param>
/// <param name="Location">The host that it sends to; null where it sends nowhere.</param>
/// <param name="HasText">Whether the answer had a body.</param>
internal sealed record S3Answer(HttpStatusCode Status, string? Code, string? Region, string? Location, bool HasText)
{
    /// <summary>The most that is read of an answer; S3's are below 2 KiB.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads an answer that is no success.</summary>
    public static async Task<S3Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await TextAsync(response.Content, cancellation);
        var (code, region) = Parse(text);
        if (response.Headers.TryGetValues("x-amz-bucket-region", out var regions))
        {
            region = regions.First();
        }

        var location = response.Headers.Location is { IsAbsoluteUri: true } elsewhere ? elsewhere.IdnHost : response.Headers.Location is null ? null : "another path";
        return new S3Answer(response.StatusCode, Plain(code), Plain(region), Plain(location), text.Length > 0);
    }

    /// <summary>The code and the region in S3's XML, whatever surrounds them.</summary>
    internal static (string? Code, string? Region) Parse(byte[] text)
    {
        try
        {
            // Without a document type no entity can be defined, so that none can grow.
            using var reader = XmlReader.Create(
                new MemoryStream(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBytes });
            var document = XDocument.Load(reader);
            return document.Root is { Name.LocalName: "Error" or "ErrorResponse" } ? (Text(document, "Code"), Text(document, "Region")) : (null, null);
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or ArgumentException)
        {
            return (null, null);
        }
    }

    /// <summary>What may be shown: a strange server could answer anything.</summary>
    internal static string? Plain(string? word) =>
        word is { Length: > 0 and <= 100 } && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or ' ') ? word : null;

    private static string? Text(XDocument document, string name) => document.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static async Task<byte[]> TextAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBytes];
        var count = await stream.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellation);
        return buffer[..count];
    }
}
