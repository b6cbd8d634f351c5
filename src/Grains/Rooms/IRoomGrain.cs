using System.Collections.Immutable;
using Orleans.CodeGeneration;
using Orleans.Concurrency;
using RelayKit.Labels;

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

    /// <summary>Changes some of the room's settings, also while it is live. LiveKit is told of new metadata; its own limits it reads only when a room begins.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">As <see cref="CreateAsync"/>.</exception>
    [Alias("Update")]
    Task<Result<Room>> UpdateAsync(RoomChange change, CancellationToken cancellation);

    /// <summary>As <see cref="DeleteAsync"/>, with what becomes of a session that goes on.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">As <see cref="CreateAsync"/>.</exception>
    [Alias("Close")]
    Task<Result<Room>> CloseAsync(DateTimeOffset askedAt, WhenLive whenLive, CancellationToken cancellation);

    /// <summary>
    /// Moves the room on to its next generation: every join token that was minted leads nowhere, and whoever is in the room has to come back with a new one.
    /// </summary>
    /// <param name="askedAt">When the caller asked for it; the same request, made again, does nothing more.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    /// <exception cref="Orleans.Storage.InconsistentStateException">As <see cref="CreateAsync"/>.</exception>
    [Alias("RevokeTokens")]
    Task<Result<Room>> RevokeTokensAsync(DateTimeOffset askedAt, CancellationToken cancellation);

    /// <summary>The room, if all who are named may be let in now; else why not.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("Admit")]
    Task<Result<Room>> AdmitAsync(AdmissionRequest request);

    /// <summary>Somebody who is connected, as LiveKit has it.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:20")]
    [Alias("GetParticipant")]
    Task<Result<ParticipantDetails>> GetParticipantAsync(string identity, CancellationToken cancellation);

    /// <summary>Changes somebody who is connected.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:20")]
    [Alias("UpdateParticipant")]
    Task<Result<ParticipantDetails>> UpdateParticipantAsync(string identity, ParticipantChange change, CancellationToken cancellation);

    /// <summary>Disconnects somebody, and keeps the identity out if asked to: also one that is not connected now.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:20")]
    [Alias("RemoveParticipant")]
    Task<Result<ParticipantRemoved>> RemoveParticipantAsync(ParticipantRemoval removal, CancellationToken cancellation);

    /// <summary>Mutes or unmutes tracks; gives those that it changed.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    [Alias("Mute")]
    Task<Result<ImmutableArray<MutedTrack>>> MuteAsync(TrackMute mute, CancellationToken cancellation);

    /// <summary>Sends a message to apps in the room.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:20")]
    [Alias("SendData")]
    Task<Result<bool>> SendDataAsync(DataMessage message, CancellationToken cancellation);

    /// <summary>Moves somebody to another room, or forwards its media there; only LiveKit Cloud can.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="destination">LiveKit's name of the other room, which is the same tenant's.</param>
    /// <param name="copy">True to forward: it stays in this room as well.</param>
    /// <param name="cancellation">The caller's deadline.</param>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:20")]
    [Alias("MoveParticipant")]
    Task<Result<bool>> MoveParticipantAsync(string identity, string destination, bool copy, CancellationToken cancellation);

    /// <summary>Who is kept out of the room.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("ListBans")]
    Task<Result<ImmutableArray<RoomBan>>> ListBansAsync();

    /// <summary>Lets an identity in again.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    [Alias("LiftBan")]
    Task<Result<bool>> LiftBanAsync(string identity, CancellationToken cancellation);

    /// <summary>Wakes a room with rules, so that it sets its timer.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    [Alias("Watch")]
    Task WatchAsync();

    /// <summary>Removes those who came last where more are connected than the tenant, or a label, may have at once.</summary>
    /// <param name="livekitSids">LiveKit's sids of their connections.</param>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:30")]
    [Alias("RemoveOverLimit")]
    Task RemoveOverLimitAsync(ImmutableArray<string> livekitSids);

    /// <summary>
    /// Ends what goes on since a budget of the tenant's is used up; with a label, that of a room which has it, and in any other room removes those
    /// who have it.
    /// </summary>
    /// <param name="label">The label that the budget is of; null for the tenant's.</param>
    /// <param name="atMs">When the notice was over, Unix milliseconds.</param>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:30")]
    [Alias("EndForBudget")]
    Task EndForBudgetAsync(Label? label, long atMs);

    /// <summary>Ends what goes on since the tenant is suspended.</summary>
    /// <param name="atMs">When the grace was over, Unix milliseconds.</param>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:30")]
    [Alias("EndForSuspension")]
    Task EndForSuspensionAsync(long atMs);
}
