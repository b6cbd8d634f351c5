using System.Collections.Immutable;
using Orleans.CodeGeneration;

namespace RelayKit.Recordings;

/// <summary>One recording or stream, its only writer; the key is <see cref="RecordingKey.ToString"/>.</summary>
[Version(InterfaceVersions.Recording)]
[Alias("RelayKit.IRecordingGrain")]
public interface IRecordingGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes it, and has LiveKit start it. The same call again starts nothing more. Where LiveKit's answer is lost the recording is <c>starting</c> until
    /// the egress is found, or is known never to have begun.
    /// </summary>
    [Alias("Start")]
    Task<Result<Recording>> StartAsync(RecordingOrder order, CancellationToken cancellation);

    /// <summary>The recording as it stands.</summary>
    [Alias("Get")]
    Task<Result<Recording>> GetAsync();

    /// <summary>Stops it; one that has ended stays as it is.</summary>
    [Alias("Stop")]
    Task<Result<Recording>> StopAsync(CancellationToken cancellation);

    /// <summary>Changes the layout of a room composite that goes on.</summary>
    [Alias("UpdateLayout")]
    Task<Result<Recording>> UpdateLayoutAsync(string layout, CancellationToken cancellation);

    /// <summary>Streams to further addresses, and no longer to others.</summary>
    [Alias("UpdateStreams")]
    Task<Result<Recording>> UpdateStreamsAsync(StreamChange change, CancellationToken cancellation);

    /// <summary>Deletes its file, wherever it is; what is known of the recording stays.</summary>
    [Alias("DeleteFile")]
    Task<Result<Recording>> DeleteFileAsync(CancellationToken cancellation);

    /// <summary>Makes a link to its file.</summary>
    [Alias("Link")]
    Task<Result<DownloadLink>> LinkAsync(TimeSpan lifetime, bool inline, CancellationToken cancellation);

    /// <summary>Takes in what LiveKit told. True when that is durable; false when no such recording is known.</summary>
    [Alias("Ingest")]
    Task<bool> IngestAsync(EgressFact fact);

    /// <summary>Takes in what a look at LiveKit showed, and does what follows from it. True when anything changed.</summary>
    [Alias("Look")]
    Task<bool> LookAsync(RecordingLook look, CancellationToken cancellation);

    /// <summary>Takes in what became of its file.</summary>
    [Alias("SettleFile")]
    Task<bool> SettleFileAsync(FileFinding finding);
}

/// <summary>Which addresses a stream gains and loses, keys included.</summary>
/// <param name="Add">Further addresses.</param>
/// <param name="Remove">Addresses that it no longer goes to.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.StreamChange")]
public sealed record StreamChange(
    [property: Id(0)] ImmutableArray<string> Add,
    [property: Id(1)] ImmutableArray<string> Remove)
{
    /// <summary>Names nothing that is secret.</summary>
    public override string ToString() => $"{Add.Length} more, {Remove.Length} less";
}

/// <summary>A link by which a file can be read for some time.</summary>
/// <param name="Url">The link.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="SizeBytes">The file's size; null when it is not known.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.DownloadLink")]
public sealed record DownloadLink([property: Id(0)] Uri Url, [property: Id(1)] DateTimeOffset ExpiresAt, [property: Id(2)] long? SizeBytes);

/// <summary>What became of a recording's file.</summary>
/// <param name="File">What is known now.</param>
/// <param name="Error">What is wrong; null when nothing is.</param>
/// <param name="At">When that was found.</param>
/// <param name="Sha256">The file's SHA-256, where it was read.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.FileFinding")]
public sealed record FileFinding(
    [property: Id(0)] RecordingFile File,
    [property: Id(1)] string? Error,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? Sha256);
