using System.Text;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>LiveKit's <c>limit.*</c>, in bytes, at their defaults.</summary>
internal static class RequestLimits
{
    private const int MaxNameLength = 256;
    private const int MaxMetadataSize = 512 * 1024;
    private const int MaxAttributesSize = 64 * 1024;

    public static void CheckRoomName(string name)
    {
        if (Size(name) > MaxNameLength)
        {
            throw new NodeException("invalid_argument", $"room name length exceeds limits: max length {MaxNameLength}");
        }
    }

    public static void CheckMetadata(string metadata) => Check(Size(metadata), MaxMetadataSize, "metadata size exceeds limits");

    public static void CheckParticipant(UpdateParticipantRequest request)
    {
        Check(Size(request.Name), MaxNameLength, "name length exceeds limits");
        CheckMetadata(request.Metadata);
        Check(request.Attributes.Sum(item => Size(item.Key) + Size(item.Value)), MaxAttributesSize, "attribute size exceeds limits");
    }

    private static void Check(int size, int limit, string text)
    {
        if (size > limit)
        {
            throw NodeException.InvalidArgument(text, $"{limit}");
        }
    }

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
