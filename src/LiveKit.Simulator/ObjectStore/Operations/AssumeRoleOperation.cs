using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>
/// The one operation of the security token service that is needed here: a key takes on a role for some time. A session policy is read over.
/// </summary>
internal sealed class AssumeRoleOperation(ObjectStoreOptions options, KeyRing keys, SignatureCheck signatures)
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int DefaultSeconds = 3600;

    private static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    public async Task RunAsync(S3Request request)
    {
        var body = await ReadAsync(request);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var caller = signatures.Check(request, hash, "sts", region: null);
        var form = ReadForm(Encoding.UTF8.GetString(body));
        if (form.GetValueOrDefault("Action") != "AssumeRole")
        {
            throw new S3Exception(400, "InvalidAction", "Could not find operation for this action.");
        }

        var arn = form.GetValueOrDefault("RoleArn", "");
        var name = form.GetValueOrDefault("RoleSessionName", "");
        if (arn.Length < 20 || name.Length < 2)
        {
            throw new S3Exception(400, "ValidationError", "RoleArn has at least 20 characters and RoleSessionName at least 2.");
        }

        var session = keys.Open(Role(caller, arn, form.GetValueOrDefault("ExternalId")), Lifetime(form));
        await S3Xml.WriteAsync(request.Context, new XElement(
            Sts + "AssumeRoleResponse",
            new XElement(
                Sts + "AssumeRoleResult",
                new XElement(
                    Sts + "Credentials",
                    new XElement(Sts + "AccessKeyId", session.Key.AccessKeyId),
                    new XElement(Sts + "SecretAccessKey", session.Key.Secret),
                    new XElement(Sts + "SessionToken", session.Token),
                    new XElement(Sts + "Expiration", session.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
                new XElement(
                    Sts + "AssumedRoleUser",
                    new XElement(Sts + "AssumedRoleId", $"AROASIMULATOR:{name}"),
                    new XElement(Sts + "Arn", $"arn:aws:sts::{arn.Split(':').ElementAtOrDefault(4)}:assumed-role/{arn.Split('/')[^1]}/{name}"))),
            new XElement(Sts + "ResponseMetadata", new XElement(Sts + "RequestId", request.Context.TraceIdentifier))));
    }

    /// <summary>The token service refuses in a shape of its own.</summary>
    public static Task RefuseAsync(HttpContext context, S3Exception refusal) => S3Xml.WriteAsync(
        context,
        new XElement(
            Sts + "ErrorResponse",
            new XElement(
                Sts + "Error",
                new XElement(Sts + "Type", refusal.Status >= 500 ? "Receiver" : "Sender"),
                new XElement(Sts + "Code", refusal.Code == "InvalidAccessKeyId" ? "InvalidClientTokenId" : refusal.Code),
                new XElement(Sts + "Message", refusal.Message)),
            new XElement(Sts + "RequestId", context.TraceIdentifier)),
        refusal.Status);

    /// <summary>Whoever may not take a role on does not learn whether there is one.</summary>
    private ObjectStoreRole Role(Caller caller, string arn, string? externalId)
    {
        var role = options.Roles.FirstOrDefault(role => role.Arn == arn);
        return role is not null && (role.ExternalId is null || role.ExternalId == externalId)
            && (role.TrustedKeys is null || role.TrustedKeys.Contains(caller.AccessKeyId))
                ? role
                : throw S3Exception.AccessDenied($"User: {caller.AccessKeyId} is not authorized to perform: sts:AssumeRole on resource: {arn}");
    }

    private static TimeSpan Lifetime(Dictionary<string, string> form) => TimeSpan.FromSeconds(
        !form.TryGetValue("DurationSeconds", out var text) ? DefaultSeconds
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 900 and <= 43_200 ? seconds
        : throw new S3Exception(400, "ValidationError", "DurationSeconds is from 900 to 43200."));

    private static Dictionary<string, string> ReadForm(string body)
    {
        try
        {
            return AwsEncoding.DecodeQuery(body).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.First().Value);
        }
        catch (FormatException)
        {
            throw new S3Exception(400, "MalformedQueryString", "The query string contains a syntax error.");
        }
    }

    private static async Task<byte[]> ReadAsync(S3Request request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        while (await request.Context.Request.Body.ReadAsync(buffer, request.Aborted) is var count and > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBodyBytes)
            {
                throw new S3Exception(413, "RequestEntityTooLarge", "The request is too large.");
            }
        }

        return body.ToArray();
    }
}
