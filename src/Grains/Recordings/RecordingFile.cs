namespace RelayKit.Recordings;

/// <summary>What became of a recording's file.</summary>
[GenerateSerializer, Alias("RelayKit.RecordingFile")]
public enum RecordingFile
{
    /// <summary>There is none: nothing has been written yet, or it was never to be.</summary>
    None = 0,

    /// <summary>LiveKit says that it was written; the bucket has not been asked yet.</summary>
    Pending = 1,

    /// <summary>The bucket has it, in the size that LiveKit told.</summary>
    Present = 2,

    /// <summary>The bucket has no such object, or could not be asked for a day.</summary>
    Missing = 3,

    /// <summary>The bucket has it in another size.</summary>
    Mismatched = 4,

    /// <summary>It is in managed storage, since the tenant's bucket failed, and moves over when that works again.</summary>
    Rescued = 5,

    /// <summary>It was deleted.</summary>
    Deleted = 6,
}
