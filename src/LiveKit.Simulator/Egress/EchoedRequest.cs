using System.Collections;
using Google.Protobuf;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>A request as LiveKit repeats it: placeholders for keys and secrets, wherever they stand in it, and masked stream keys.</summary>
internal static class EchoedRequest
{
    public static T Of<T>(T request)
        where T : class, IMessage, IDeepCloneable<T>
    {
        var echo = request.Clone();
        Mask(echo);
        return echo;
    }

    private static void Mask(IMessage message)
    {
        switch (message)
        {
            case S3Upload s3:
                s3.AccessKey = Placeholder(s3.AccessKey, "{access_key}");
                s3.Secret = Placeholder(s3.Secret, "{secret}");
                s3.AssumeRoleExternalId = Placeholder(s3.AssumeRoleExternalId, "{external_id}");
                break;
            case GCPUpload gcp:
                gcp.Credentials = Placeholder(gcp.Credentials, "{credentials}");
                break;
            case AzureBlobUpload azure:
                azure.AccountName = Placeholder(azure.AccountName, "{account_name}");
                azure.AccountKey = Placeholder(azure.AccountKey, "{account_key}");
                break;
            case AliOSSUpload oss:
                oss.AccessKey = Placeholder(oss.AccessKey, "{access_key}");
                oss.Secret = Placeholder(oss.Secret, "{secret}");
                break;
            case StreamOutput stream:
                var urls = stream.Urls.Select(StreamAddress.Told).ToList();
                stream.Urls.Clear();
                stream.Urls.AddRange(urls);
                break;
            default:
                MaskWithin(message);
                break;
        }
    }

    private static void MaskWithin(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case IMessage inner:
                    Mask(inner);
                    break;
                case IList list:
                    foreach (var inner in list.OfType<IMessage>())
                    {
                        Mask(inner);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static string Placeholder(string secret, string name) => secret.Length > 0 ? name : "";
}
