namespace RelayKit.Rooms;

/// <summary>
/// Which tracks are published in a room, as far as webhooks have told: kept only for rooms with a rule about it. It may be wrong where a webhook
/// was lost, or after a new start, so LiveKit is asked before anything is ended for it.
/// </summary>
internal sealed class PublishedTracks
{
    private readonly HashSet<(string Participant, string Track)> _tracks = [];

    public PublishedTracks(long nowMs) => QuietSinceMs = nowMs;

    /// <summary>Since when nothing is published, Unix milliseconds; null while something is.</summary>
    public long? QuietSinceMs { get; private set; }

    /// <summary>Takes one of LiveKit's events in.</summary>
    public void Apply(RoomEvent e)
    {
        switch (e)
        {
            case { Type: RoomEventType.TrackPublished, Participant: { } who, Track: { } track }:
                _tracks.Add((who.Sid, track.Sid));
                break;
            case { Type: RoomEventType.TrackUnpublished, Participant: { } who, Track: { } track }:
                _tracks.Remove((who.Sid, track.Sid));
                break;
            case { Type: RoomEventType.ParticipantLeft, Participant: { } who }:
                _tracks.RemoveWhere(published => published.Participant == who.Sid);
                break;
            case { Type: RoomEventType.RoomFinished }:
                _tracks.Clear();
                break;
            default:
                return;
        }

        Settle(e.CreatedAtMs);
    }

    /// <summary>Takes in what LiveKit itself says is published.</summary>
    public void Replace(IEnumerable<(string Participant, string Track)> published, long nowMs)
    {
        _tracks.Clear();
        _tracks.UnionWith(published);
        Settle(nowMs);
    }

    private void Settle(long atMs) => QuietSinceMs = _tracks.Count > 0 ? null : QuietSinceMs ?? atMs;
}
