using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Participants;

/// <summary>The bytes of a message to apps.</summary>
internal static class DataPayload
{
    /// <summary>LiveKit advises at most this for messages that are sent again when they are lost.</summary>
    private const int MaxReliableBytes = 15 * 1024;

    /// <summary>What fits into one packet: a message that is not sent again must not be split.</summary>
    private const int MaxLossyBytes = 1_300;

    public static void Check(SendDataRequest request, FieldErrors errors)
    {
        if (request.Text is null == request.Base64 is null)
        {
            errors.Add("/text", "has to be given, or base64; one of the two");
            return;
        }

        if (request.Base64 is { } base64 && !Base64.IsValid(base64))
        {
            errors.Add("/base64", "is not base64 (RFC 4648, section 4)");
            return;
        }

        var most = request.Reliable ?? true ? MaxReliableBytes : MaxLossyBytes;
        if (Of(request).Length > most)
        {
            errors.Add(request.Text is null ? "/base64" : "/text", $"has to be at most {most} bytes");
        }
    }

    public static ImmutableArray<byte> Of(SendDataRequest request) =>
        [.. request.Text is { } text ? Encoding.UTF8.GetBytes(text) : Convert.FromBase64String(request.Base64!)];
}
