namespace RelayKit.Client;

/// <summary>Rooms, by the tenant's own names for them.</summary>
public sealed class RoomCalls
{
    private readonly Transport _transport;

    internal RoomCalls(Transport transport) => _transport = transport;

    /// <summary>Makes a room; the one that is there, if it has the same settings.</summary>
    /// <param name="room">Its name and settings.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RoomExistsWithOtherSettings"/>, and what any call can end with.</exception>
    public Task<Room> CreateAsync(CreateRoom room, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("createRoom", "v1/rooms", room, ClientJson.Default.CreateRoom, idempotencyKey), ClientJson.Default.Room, cancellation);

    /// <summary>Says what would come of making a room, and makes none.</summary>
    /// <param name="room">Its name and settings.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RoomDryRun> DryRunAsync(CreateRoom room, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("createRoom", "v1/rooms?dry_run=true", room, ClientJson.Default.CreateRoom, null), ClientJson.Default.RoomDryRun, cancellation);

    /// <summary>All rooms, the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Room> ListAsync(RoomQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new RoomQuery();
        return _transport.AllAsync<Page<Room>, Room>(
            cursor => ApiCall.Get("listRooms", "v1/rooms" + new QueryText()
                .Add("status", query.Status).Add("name_prefix", query.NamePrefix).Add("label", query.Label).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageRoom,
            cancellation);
    }

    /// <summary>One room.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Room> GetAsync(string room, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getRoom", PathOf(room)), ClientJson.Default.Room, cancellation);

    /// <summary>Changes some of a room's settings.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="change">What is not named in it stays.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Room> UpdateAsync(string room, UpdateRoom change, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Patch("updateRoom", PathOf(room), change, ClientJson.Default.UpdateRoom), ClientJson.Default.Room, cancellation);

    /// <summary>Deletes a room.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="whenLive">What becomes of a session that goes on; left out, it is ended.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The room as it was at last; null where the answer was lost and a repetition found the room gone.</returns>
    public Task<Room?> DeleteAsync(string room, WhenLive? whenLive = null, CancellationToken cancellation = default) =>
        _transport.SendOrGoneAsync(
            ApiCall.Delete("deleteRoom", PathOf(room) + new QueryText().Add("when_live", whenLive)), ClientJson.Default.Room, cancellation);

    /// <summary>Makes every join token of a room worthless that was minted so far, and ends the session that goes on.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Room> RevokeTokensAsync(string room, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("revokeTokens", PathOf(room) + "/revoke-tokens", idempotencyKey), ClientJson.Default.Room, cancellation);

    internal static string PathOf(string room) => $"v1/rooms/{PathSegment.Of(room, nameof(room))}";
}
