namespace RelayKit.Client;

/// <summary>Who is in a room, who was, and what is done to them.</summary>
public sealed class ParticipantCalls
{
    private readonly Transport _transport;

    internal ParticipantCalls(Transport transport) => _transport = transport;

    /// <summary>Who is in a room, or who was.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="query">Which; left out, who is connected now.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Participant> ListAsync(string room, ParticipantQuery? query = null, CancellationToken cancellation = default)
    {
        var path = RoomCalls.PathOf(room) + "/participants";
        query ??= new ParticipantQuery();
        return _transport.AllAsync<Page<Participant>, Participant>(
            cursor => ApiCall.Get(
                "listParticipants", path + new QueryText().Add("status", query.Status).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageParticipant,
            cancellation);
    }

    /// <summary>Somebody who is connected, with what only LiveKit knows.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ParticipantDetails> GetAsync(string room, string identity, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getParticipant", PathOf(room, identity)), ClientJson.Default.ParticipantDetails, cancellation);

    /// <summary>Changes somebody who is connected.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="change">What is left out stays.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ParticipantDetails> UpdateAsync(string room, string identity, UpdateParticipant change, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Patch("updateParticipant", PathOf(room, identity), change, ClientJson.Default.UpdateParticipant),
            ClientJson.Default.ParticipantDetails,
            cancellation);

    /// <summary>Removes somebody from a room, and keeps the identity out for some time if asked.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="removal">Why, and for how long; left out, neither.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RemovedParticipant> RemoveAsync(
        string room, string identity, RemoveParticipant? removal = null, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post("removeParticipant", PathOf(room, identity) + "/remove", removal ?? new(), ClientJson.Default.RemoveParticipant, idempotencyKey),
            ClientJson.Default.RemovedParticipant,
            cancellation);

    /// <summary>Mutes tracks of one participant.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="mute">Which tracks; left out, all of them.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tracks that were changed; those that were so already are not among them.</returns>
    public async Task<IReadOnlyList<MutedTrack>> MuteAsync(
        string room, string identity, MuteParticipant? mute = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post("muteParticipant", PathOf(room, identity) + "/mute", mute ?? new(), ClientJson.Default.MuteParticipant, idempotencyKey);
        return (await _transport.SendAsync(call, ClientJson.Default.MutedTracks, cancellation).ConfigureAwait(false)).Tracks;
    }

    /// <summary>Mutes tracks of everybody in a room, or of all but some.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="mute">Which tracks of whom; left out, everybody's microphones.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tracks that were changed; those that were so already are not among them.</returns>
    public async Task<IReadOnlyList<MutedTrack>> MuteAllAsync(
        string room, MuteRoom? mute = null, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var call = ApiCall.Post("muteRoom", RoomCalls.PathOf(room) + "/mute", mute ?? new(), ClientJson.Default.MuteRoom, idempotencyKey);
        return (await _transport.SendAsync(call, ClientJson.Default.MutedTracks, cancellation).ConfigureAwait(false)).Tracks;
    }

    /// <summary>Moves somebody to another room. LiveKit Cloud can; the open-source server cannot.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="destinationRoom">The other room's name.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.NotSupportedByLiveKit"/>, and what any call can end with.</exception>
    public Task MoveAsync(string room, string identity, string destinationRoom, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAwayAsync("moveParticipant", PathOf(room, identity) + "/move", destinationRoom, idempotencyKey, cancellation);

    /// <summary>Lets somebody be in another room as well. LiveKit Cloud can; the open-source server cannot.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="destinationRoom">The other room's name.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.NotSupportedByLiveKit"/>, and what any call can end with.</exception>
    public Task ForwardAsync(string room, string identity, string destinationRoom, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        SendAwayAsync("forwardParticipant", PathOf(room, identity) + "/forward", destinationRoom, idempotencyKey, cancellation);

    /// <summary>Sends a message to the apps in a room. Nothing of it is stored or logged.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="message">The message, and for whom it is.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task SendDataAsync(string room, DataMessage message, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("sendData", RoomCalls.PathOf(room) + "/data", message, ClientJson.Default.DataMessage, idempotencyKey), cancellation);

    /// <summary>Who is kept out of a room.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Ban> ListBansAsync(string room, CancellationToken cancellation = default)
    {
        var path = RoomCalls.PathOf(room) + "/bans";
        return _transport.AllAsync<Page<Ban>, Ban>(
            cursor => ApiCall.Get("listBans", path + new QueryText().Add("cursor", cursor)), ClientJson.Default.PageBan, cancellation);
    }

    /// <summary>Lets an identity in again.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task LiftBanAsync(string room, string identity, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Delete("liftBan", $"{RoomCalls.PathOf(room)}/bans/{PathSegment.Of(identity, nameof(identity))}"), cancellation);

    private Task SendAwayAsync(string operation, string path, string destinationRoom, string? idempotencyKey, CancellationToken cancellation) =>
        _transport.SendAsync(
            ApiCall.Post(operation, path, new MoveParticipant(destinationRoom), ClientJson.Default.MoveParticipant, idempotencyKey), cancellation);

    private static string PathOf(string room, string identity) => $"{RoomCalls.PathOf(room)}/participants/{PathSegment.Of(identity, nameof(identity))}";
}
