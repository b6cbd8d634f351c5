using RelayKit.LiveKit;

namespace RelayKit.ClusterTests.Reconciliation;

/// <summary>A LiveKit that has the rooms a test gives it, and tells them to whoever looks. Everything else that it is asked is a mistake.</summary>
public sealed class PlayedLiveKit(TimeProvider time) : ILiveKitClient
{
    private readonly Dictionary<string, (LiveKitRoom Room, Dictionary<string, LiveKitParticipant> There)> _rooms = [];

    /// <summary>Whether nobody gets an answer.</summary>
    public bool IsDown { get; set; }

    /// <summary>Rooms that were deleted through the API.</summary>
    public List<string> Deleted { get; } = [];

    /// <summary>Who was removed through the API, from which room.</summary>
    public List<(string Room, string Identity)> Removed { get; } = [];

    /// <summary>How often it was asked for all rooms, answered or not.</summary>
    public int TimesLookedAt { get; private set; }

    /// <summary>How often it was asked who is in a room.</summary>
    public int TimesAskedWhoIsThere { get; private set; }

    public void Open(string name, string sid, DateTimeOffset createdAt) =>
        _rooms[name] = (new LiveKitRoom { Name = name, Sid = sid, CreationTime = createdAt }, []);

    public void Join(string name, string sid, DateTimeOffset joinedAt, ParticipantKind kind = ParticipantKind.Standard) => _rooms[name].There[sid] =
        new LiveKitParticipant { Sid = sid, Identity = $"who-{sid}", State = ParticipantState.Active, JoinedAt = joinedAt, Kind = kind };

    public void Leave(string name, string sid) => _rooms[name].There.Remove(sid);

    /// <summary>The node dies, and nobody is told.</summary>
    public void Crash() => _rooms.Clear();

    public Task<LiveKitRoomListing> LookAtRoomsAsync(CancellationToken cancellationToken = default)
    {
        TimesLookedAt++;
        return Answer(() => new LiveKitRoomListing(time.GetUtcNow(), [.. _rooms.Values.Select(Told)]));
    }

    public Task<IReadOnlyList<LiveKitRoom>> ListRoomsAsync(IReadOnlyCollection<string>? names = null, CancellationToken cancellationToken = default) =>
        Answer<IReadOnlyList<LiveKitRoom>>(() => [.. _rooms.Values.Where(room => names?.Contains(room.Room.Name) != false).Select(Told)]);

    public Task<IReadOnlyList<LiveKitParticipant>> ListParticipantsAsync(string room, CancellationToken cancellationToken = default) =>
        Answer<IReadOnlyList<LiveKitParticipant>>(() =>
        {
            TimesAskedWhoIsThere++;
            return _rooms.TryGetValue(room, out var known) ? [.. known.There.Values] : [];
        });

    public Task DeleteRoomAsync(string name, CancellationToken cancellationToken = default) => Answer(() =>
    {
        Deleted.Add(name);
        return _rooms.Remove(name) ? true : throw new LiveKitException(LiveKitErrorCode.NotFound, "requested room does not exist");
    });

    public Task<LiveKitRoom> CreateRoomAsync(LiveKitRoomSettings settings, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task<LiveKitParticipant> GetParticipantAsync(string room, string identity, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task RemoveParticipantAsync(string room, string identity, CancellationToken cancellationToken = default) => Answer(() =>
    {
        Removed.Add((room, identity));
        return true;
    });

    public Task<LiveKitTrack?> MutePublishedTrackAsync(
        string room, string identity, string trackSid, bool muted, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task<LiveKitParticipant> UpdateParticipantAsync(
        string room, string identity, ParticipantUpdate update, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task UpdateSubscriptionsAsync(
        string room, string identity, IReadOnlyCollection<string> trackSids, bool subscribe, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task SendDataAsync(string room, LiveKitDataMessage message, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task<LiveKitRoom> UpdateRoomMetadataAsync(string room, string metadata, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task MoveParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default) => throw Unplayed();

    public Task ForwardParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default) => throw Unplayed();

    private static NotSupportedException Unplayed() => new("No test of reconciliation calls this.");

    private static LiveKitRoom Told((LiveKitRoom Room, Dictionary<string, LiveKitParticipant> There) room) =>
        room.Room with { NumParticipants = room.There.Values.Count(who => who.Kind is not (ParticipantKind.Agent or ParticipantKind.Egress)) };

    private Task<T> Answer<T>(Func<T> answer) => IsDown
        ? Task.FromException<T>(new LiveKitException(LiveKitErrorCode.Unavailable, "LiveKit could not be reached."))
        : Task.FromResult(answer());
}
