using System.Collections.Immutable;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace RelayKit.Rooms;

/// <summary>
/// One room of one tenant; the key is <see cref="RoomKey.ToString"/>. The single place where the room's sessions are decided.
/// </summary>
[Version(InterfaceVersions.Room)]
[Alias("RelayKit.IRoomGrain")]
public partial interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the room, or finds it there with the same settings. A deleted room is made anew, in its next generation.
    /// </summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">
    /// Another activation has written the room since this one read it, as can be around a change of the cluster. Nothing was
    /// changed, this activation is gone, and the next call finds one that knows.
    /// </exception>
    [Alias("Create")]
    Task<Result<CreatedRoom>> CreateAsync(RoomSettings settings, CancellationToken cancellation);

    /// <summary>The room as it is now.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("Get")]
    Task<Result<Room>> GetAsync();

    /// <summary>Those who are connected now, by the time they joined.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("ListParticipants")]
    Task<Result<ImmutableArray<LiveParticipant>>> ListParticipantsAsync();

    /// <summary>
    /// Deletes the room: no token of it leads anywhere from now on, and LiveKit is told to end the session that goes on.
    /// While that has not come to its end the call may be repeated.
    /// </summary>
    /// <param name="askedAt">
    /// When the caller asked for it. A room that was deleted since then was there when it asked: so the same request, made again
    /// because its answer was lost, succeeds again.
    /// </param>
    /// <param name="cancellation">The caller's deadline.</param>
    /// <exception cref="Orleans.Storage.InconsistentStateException">As <see cref="CreateAsync"/>.</exception>
    [Alias("Delete")]
    Task<Result<Room>> DeleteAsync(DateTimeOffset askedAt, CancellationToken cancellation);

    /// <summary>
    /// Takes in one of LiveKit's events and answers when what it changed is durable. Interleaves: the next event folds while
    /// this one is being committed, so that a busy room is not held to one event for each commit.
    /// </summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("Ingest")]
    Task<IngestOutcome> IngestAsync(RoomEvent roomEvent);

    /// <summary>
    /// Compares the room with what LiveKit has of it: asks who is in it, takes in who is there without a word, and lets go of whoever
    /// two looks have missed. Answers when what it changed is durable.
    /// </summary>
    /// <returns>What it changed; that LiveKit did not answer is in it.</returns>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:30")]
    [Alias("Look")]
    Task<LookOutcome> LookAsync(RoomListing listing, CancellationToken cancellation);
}
