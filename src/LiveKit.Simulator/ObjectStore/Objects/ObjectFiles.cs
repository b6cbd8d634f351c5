using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Objects;

/// <summary>
/// The files of objects. Each write makes a new one, so who reads an object goes on reading what it was; a file's name is a hash of bucket
/// and key with a number of chance behind it, so a key never becomes a path.
/// </summary>
internal sealed class ObjectFiles : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _root;
    private readonly bool _isTemporary;

    public ObjectFiles(ObjectStoreOptions options)
    {
        _isTemporary = options.DataDirectory is null;
        _root = options.DataDirectory is { } given
            ? Directory.CreateDirectory(given).FullName
            : Directory.CreateTempSubdirectory("relaykit-object-store-").FullName;
    }

    /// <summary>Where they are.</summary>
    public string Root => _root;

    /// <summary>A name that no file has yet.</summary>
    public static string NewName(string bucket, string key) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{bucket}/{key}")))}-{Guid.NewGuid():N}";

    public SparseFile Create(string name) =>
        new(new FileStream(Full(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes, useAsync: true));

    public FileStream OpenRead(string name) =>
        new(Full(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, useAsync: true);

    public void Delete(string name) => File.Delete(Full(name));

    /// <summary>Turns one byte over, as a disk might; the object's ETag stays.</summary>
    public void Corrupt(string name, long at)
    {
        using var file = new FileStream(Full(name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)~value);
    }

    public void Dispose()
    {
        if (_isTemporary && Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private string Full(string name) => Path.Combine(_root, name);
}
