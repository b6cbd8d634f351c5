using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>S3's answers in XML. Keys may have what XML has no place for: such a character is written as a reference.</summary>
internal static class S3Xml
{
    private const string ContentType = "application/xml";

    private static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>An element of S3's own namespace.</summary>
    public static XElement Element(string name, params object?[] content) => new(S3 + name, content);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Quoted(string etag) => $"\"{etag}\"";

    public static async Task WriteAsync(HttpContext context, XElement root, int status = StatusCodes.Status200OK)
    {
        var body = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false, Async = true };
        await using (var writer = XmlWriter.Create(body, settings))
        {
            root.Save(writer);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body.ToArray(), context.RequestAborted);
        }
    }

    /// <summary>The answer to what is refused; it repeats no query.</summary>
    public static Task WriteAsync(HttpContext context, S3Exception refusal, string resource)
    {
        foreach (var (name, value) in refusal.Headers)
        {
            context.Response.Headers[name] = value;
        }

        return WriteAsync(
            context,
            new XElement(
                "Error",
                new XElement("Code", refusal.Code),
                new XElement("Message", refusal.Message),
                new XElement("Resource", resource),
                refusal.Details.Select(detail => new XElement(detail.Name, detail.Value)),
                new XElement("RequestId", context.Response.Headers["x-amz-request-id"].ToString())),
            refusal.Status);
    }

    /// <summary>Reads what a client sent.</summary>
    /// <exception cref="S3Exception">It is no XML.</exception>
    public static XElement Read(byte[] body)
    {
        try
        {
            using var stream = new MemoryStream(body);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw Malformed();
        }
    }

    public static S3Exception Malformed() =>
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema.");

    /// <summary>Children by their local name: clients write them with S3's namespace and without.</summary>
    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The text of the only child of a name; null when there is none.</summary>
    public static string? Text(this XElement element, string name) => element.Children(name).FirstOrDefault()?.Value;
}
