using System.Buffers.Binary;

namespace RelayKit.Api.Authentication;

/// <summary>The SHA-256 of a secret, as something to look up by.</summary>
internal readonly record struct SecretHash
{
    private SecretHash(UInt128 high, UInt128 low) => (High, Low) = (high, low);

    private UInt128 High { get; }

    private UInt128 Low { get; }

    /// <param name="hash">The hash's 32 bytes.</param>
    public static SecretHash Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>The hash's 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var hash = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(hash, High);
        BinaryPrimitives.WriteUInt128BigEndian(hash.AsSpan(16), Low);
        return hash;
    }
}
