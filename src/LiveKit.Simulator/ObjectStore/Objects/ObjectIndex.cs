using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Objects;

/// <summary>Which objects there are, by bucket and key; with a data directory also after a restart.</summary>
internal sealed class ObjectIndex
{
    private const string NoteEnding = ".json";

    private readonly Lock _gate = new();
    private readonly ObjectFiles _files;
    private readonly bool _keepsNotes;
    private readonly Dictionary<string, SortedDictionary<string, StoredEntry>> _buckets = new(StringComparer.Ordinal);

    public ObjectIndex(ObjectStoreOptions options, ObjectFiles files)
    {
        _files = files;
        _keepsNotes = options.DataDirectory is not null;
        foreach (var bucket in options.Buckets)
        {
            _buckets[bucket.Name] = new SortedDictionary<string, StoredEntry>(StringComparer.Ordinal);
        }

        foreach (var note in Directory.EnumerateFiles(files.Root, "*" + NoteEnding))
        {
            if (JsonSerializer.Deserialize<StoredEntry>(File.ReadAllBytes(note)) is { } entry && _buckets.TryGetValue(entry.Bucket, out var objects))
            {
                objects[entry.Key] = entry;
            }
        }
    }

    public StoredEntry? Find(string bucket, string key)
    {
        lock (_gate)
        {
            return _buckets[bucket].GetValueOrDefault(key);
        }
    }

    /// <summary>Puts an object in the place of the one with its key; false, and nothing done, when it has to be new and is not.</summary>
    public bool Put(StoredEntry entry, bool onlyNew)
    {
        StoredEntry? old;
        lock (_gate)
        {
            old = _buckets[entry.Bucket].GetValueOrDefault(entry.Key);
            if (onlyNew && old is not null)
            {
                return false;
            }

            if (_keepsNotes)
            {
                File.WriteAllBytes(NoteOf(entry), JsonSerializer.SerializeToUtf8Bytes(entry));
            }

            _buckets[entry.Bucket][entry.Key] = entry;
        }

        Forget(old);
        return true;
    }

    public void Remove(string bucket, string key)
    {
        StoredEntry? old;
        lock (_gate)
        {
            _buckets[bucket].Remove(key, out old);
        }

        Forget(old);
    }

    /// <summary>The objects of a bucket in the order of their keys.</summary>
    public List<StoredEntry> List(string bucket)
    {
        lock (_gate)
        {
            return [.. _buckets[bucket].Values];
        }
    }

    private void Forget(StoredEntry? old)
    {
        if (old is not null)
        {
            File.Delete(NoteOf(old));
            _files.Delete(old.File);
        }
    }

    private string NoteOf(StoredEntry entry) => Path.Combine(_files.Root, entry.File + NoteEnding);
}
