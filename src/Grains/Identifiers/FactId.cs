using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Identifiers;

/// <summary>
/// The identifier of something that happened in LiveKit: a UUIDv7 (RFC 9562) whose time is when it happened there and whose
/// other 74 bits are a hash of what happened. Two silos, or one silo twice, give one fact the same id without asking each
/// other, so a repeated webhook meets its own row instead of making a second one.
/// </summary>
public static class FactId
{
    /// <summary>The id of a fact.</summary>
    /// <param name="unixMilliseconds">When it happened, by LiveKit's clock.</param>
    /// <param name="kind">What kind of fact, e.g. <c>participant.joined</c>.</param>
    /// <param name="scope">The tenant: the same sids under two tenants are two facts.</param>
    /// <param name="roomSid">LiveKit's room sid.</param>
    /// <param name="subjectSid">LiveKit's participant or track sid; empty for the room itself.</param>
    public static Guid Of(long unixMilliseconds, string kind, Guid scope, string roomSid, string subjectSid)
    {
        var length = 16 + 2 + Encoding.UTF8.GetMaxByteCount(kind.Length + roomSid.Length + subjectSid.Length);
        Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        scope.TryWriteBytes(text, bigEndian: true, out var written);
        written += Encoding.UTF8.GetBytes(kind, text[written..]);
        text[written++] = 0;
        written += Encoding.UTF8.GetBytes(roomSid, text[written..]);
        text[written++] = 0;
        written += Encoding.UTF8.GetBytes(subjectSid, text[written..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..written], hash);
        return UuidVersion7.Of(unixMilliseconds, hash);
    }

    /// <summary>An id that sorts before that of every fact from this millisecond on, and after that of every fact before it.</summary>
    public static Guid Lowest(long unixMilliseconds)
    {
        Span<byte> zeros = stackalloc byte[16];
        zeros.Clear();
        return UuidVersion7.Of(unixMilliseconds, zeros);
    }
}
