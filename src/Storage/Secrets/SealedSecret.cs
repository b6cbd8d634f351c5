using System.Buffers.Binary;

namespace RelayKit.Storage.Secrets;

/// <summary>What stands before the ciphertext of a sealed secret: four bytes that say that Data Protection made it, and the key's id.</summary>
internal static class SealedSecret
{
    private const uint Magic = 0x09F0C9F0;
    private const int MagicBytes = 4;
    private const int KeyIdBytes = 16;

    /// <summary>The key that it was sealed with; null for something else than a sealed secret.</summary>
    public static Guid? KeyOf(ReadOnlySpan<byte> secret) =>
        secret.Length > MagicBytes + KeyIdBytes && BinaryPrimitives.ReadUInt32BigEndian(secret) == Magic
            ? new Guid(secret.Slice(MagicBytes, KeyIdBytes))
            : null;

    /// <summary>What a secret that this key has sealed begins with.</summary>
    public static byte[] BeginningUnder(Guid key)
    {
        var beginning = new byte[MagicBytes + KeyIdBytes];
        BinaryPrimitives.WriteUInt32BigEndian(beginning, Magic);
        key.TryWriteBytes(beginning.AsSpan(MagicBytes));
        return beginning;
    }
}
