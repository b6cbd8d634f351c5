using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Bodies;

/// <summary>One of the checksums that a client may send along (<c>x-amz-checksum-…</c>), as it grows.</summary>
internal sealed class BodyChecksum : IDisposable
{
    public const string HeaderPrefix = "x-amz-checksum-";

    private readonly string _algorithm;
    private readonly Crc32 _crc32 = new();
    private readonly IncrementalHash? _hash;
    private uint _crc32C = uint.MaxValue;
    private ulong _crc64 = Crc64Nvme.Begin;

    private BodyChecksum(string algorithm)
    {
        _algorithm = algorithm;
        _hash = algorithm switch
        {
            "sha256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
#pragma warning disable CA5350 // S3 offers it as a checksum: nothing is kept safe by it.
            "sha1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
#pragma warning restore CA5350
            _ => null,
        };
    }

    /// <summary>The header that names it.</summary>
    public string Header => HeaderPrefix + _algorithm;

    /// <summary>The checksum that a header names; null when none is known by that name.</summary>
    public static BodyChecksum? For(string header) =>
        header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase)
        && header[HeaderPrefix.Length..].ToLowerInvariant() is "crc32" or "crc32c" or "crc64nvme" or "sha1" or "sha256"
            ? new BodyChecksum(header[HeaderPrefix.Length..].ToLowerInvariant())
            : null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        switch (_algorithm)
        {
            case "crc32":
                _crc32.Append(bytes);
                break;
            case "crc32c":
                foreach (var value in bytes)
                {
                    _crc32C = BitOperations.Crc32C(_crc32C, value);
                }

                break;
            case "crc64nvme":
                _crc64 = Crc64Nvme.Append(_crc64, bytes);
                break;
            default:
                _hash!.AppendData(bytes);
                break;
        }
    }

    /// <summary>As it stands in the header: base64, the highest byte first.</summary>
    public string Finish()
    {
        var bytes = new byte[_algorithm == "crc64nvme" ? 8 : 4];
        switch (_algorithm)
        {
            case "crc32": BinaryPrimitives.WriteUInt32BigEndian(bytes, _crc32.GetCurrentHashAsUInt32()); break;
            case "crc32c": BinaryPrimitives.WriteUInt32BigEndian(bytes, ~_crc32C); break;
            case "crc64nvme": BinaryPrimitives.WriteUInt64BigEndian(bytes, ~_crc64); break;
            default: return Convert.ToBase64String(_hash!.GetHashAndReset());
        }

        return Convert.ToBase64String(bytes);
    }

    public void Dispose() => _hash?.Dispose();
}
