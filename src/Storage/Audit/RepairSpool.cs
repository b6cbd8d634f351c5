using System.Text;

namespace RelayKit.Storage.Audit;

/// <summary>
/// What a repair has changed, until its transaction has committed and it may be told. There may be millions of rows, so it is kept in
/// a temporary file, which goes with this object.
/// </summary>
internal sealed class RepairSpool : IDisposable
{
    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), $"relaykit-repair-{Guid.NewGuid():n}"),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });

    private readonly BinaryWriter _writer;

    public RepairSpool() => _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);

    public void Add(AuditRepair change)
    {
        _writer.Write(change.Table);
        _writer.Write(change.Row);
        _writer.Write(change.Before is not null);
        _writer.Write(change.Before ?? "");
        _writer.Write(change.After);
    }

    /// <summary>Forgets all of it: the transaction was rolled back.</summary>
    public void Clear()
    {
        _writer.Flush();
        _file.SetLength(0);
    }

    /// <summary>All of it, in the order in which it was added.</summary>
    public IEnumerable<AuditRepair> ReadAll()
    {
        _writer.Flush();
        _file.Position = 0;
        using var reader = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
        while (_file.Position < _file.Length)
        {
            var (table, row, wasThere, before) = (reader.ReadString(), reader.ReadString(), reader.ReadBoolean(), reader.ReadString());
            yield return new AuditRepair(table, row, wasThere ? before : null, reader.ReadString());
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }
}
