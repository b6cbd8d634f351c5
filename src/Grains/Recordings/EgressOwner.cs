using RelayKit.Identifiers;
using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Recordings;

/// <summary>Whose an egress looks to be, by what LiveKit tells of it alone.</summary>
public static class EgressOwner
{
    /// <summary>The id of the recording or stream that an egress writes a file of; null when no path has one.</summary>
    public static Guid? RecordingIn(LiveKitEgress egress)
    {
        ArgumentNullException.ThrowIfNull(egress);
        foreach (var path in egress.Request.Paths.Concat(egress.Files.Select(static file => file.Filename)))
        {
            if (RecordingIn(path) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Whether it is in a room that RelayKit has named, or writes a file that RelayKit has named.</summary>
    public static bool LooksOurs(LiveKitEgress egress)
    {
        ArgumentNullException.ThrowIfNull(egress);
        return LiveKitRoomName.TryParse(egress.RoomName, out _) || RecordingIn(egress) is not null;
    }

    private static Guid? RecordingIn(string path)
    {
        foreach (var prefix in (ReadOnlySpan<string>)[PublicId.Recording, PublicId.Stream])
        {
            var length = prefix.Length + 1 + CrockfordBase32.Length;
            for (var at = path.IndexOf(prefix + "_", StringComparison.Ordinal); at >= 0; at = path.IndexOf(prefix + "_", at + 1, StringComparison.Ordinal))
            {
                if (at + length <= path.Length && PublicId.TryParse(prefix, path.AsSpan(at, length), out var id))
                {
                    return id;
                }
            }
        }

        return null;
    }
}
