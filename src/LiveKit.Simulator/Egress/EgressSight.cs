using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What an egress makes of what its recorder sees in the room.</summary>
internal sealed record EgressSight(EgressSightState State)
{
    /// <summary>The room is over, or what was recorded in it is.</summary>
    public static readonly EgressSight Gone = new(EgressSightState.Gone);

    private static readonly EgressSight Waiting = new(EgressSightState.Waiting);

    /// <summary>LiveKit's words for what is not there.</summary>
    public string? Missing { get; init; }

    /// <summary>Sid of the participant whose media are taken, where it is one.</summary>
    public string? SourceSid { get; init; }

    /// <summary>Who publishes the track.</summary>
    public string? Publisher { get; init; }

    /// <summary>The track that is recorded, where it is one or a pair.</summary>
    public TrackInfo? Track { get; init; }

    public bool HasRecorder { get; init; }

    /// <param name="egress">Who looks.</param>
    /// <param name="present">Who is in the room; null when it is over.</param>
    public static EgressSight Of(SimulatedEgress egress, IReadOnlyList<ParticipantInfo>? present)
    {
        if (present is null)
        {
            return Gone;
        }

        var request = egress.Request;
        var sight = request.IsWeb ? new EgressSight(EgressSightState.Ready)
            : request.Identity is { } identity ? OfParticipant(egress, present.FirstOrDefault(seen => seen.Identity == identity))
            : request.TrackIds.Count > 0 ? OfTracks(egress, present)
            : OfRoom(egress, present);
        return sight with { HasRecorder = present.Any(seen => seen.Identity == egress.Id) };
    }

    /// <summary>A room is recorded from the first track on, until it is over: who is in it then does not matter.</summary>
    private static EgressSight OfRoom(SimulatedEgress egress, IReadOnlyList<ParticipantInfo> present) =>
        egress.ActiveAt is not null || present.SelectMany(seen => seen.Tracks).Any(track => Wants(egress.Request, track))
            ? new EgressSight(EgressSightState.Ready)
            : Waiting;

    private static EgressSight OfParticipant(SimulatedEgress egress, ParticipantInfo? participant)
    {
        if (egress.ActiveAt is not null)
        {
            return participant?.Sid == egress.SourceSid ? new EgressSight(EgressSightState.Ready) : Gone;
        }

        return participant is null
            ? new EgressSight(EgressSightState.Missing) { Missing = $"participant {egress.Request.Identity} not found" }
            : participant.Tracks.Any(track => IsScreen(track) == egress.Request.ScreenShare)
                ? new EgressSight(EgressSightState.Ready) { SourceSid = participant.Sid }
                : Waiting;
    }

    private static EgressSight OfTracks(SimulatedEgress egress, IReadOnlyList<ParticipantInfo> present)
    {
        var tracks = egress.Request.TrackIds
            .Select(sid => (Sid: sid, Publisher: present.FirstOrDefault(seen => seen.Tracks.Any(track => track.Sid == sid))))
            .ToList();
        if (egress.ActiveAt is not null)
        {
            return tracks.Exists(track => track.Publisher is not null) ? new EgressSight(EgressSightState.Ready) : Gone;
        }

        if (tracks.Find(track => track.Publisher is null) is { Sid: { } missing })
        {
            return new EgressSight(EgressSightState.Missing) { Missing = $"track {missing} not found" };
        }

        var (sid, publisher) = tracks[0];
        return new EgressSight(EgressSightState.Ready)
        {
            Publisher = publisher!.Identity,
            Track = publisher.Tracks.First(track => track.Sid == sid),
        };
    }

    private static bool Wants(EgressRequest request, TrackInfo track) =>
        request.AudioOnly ? track.Type == TrackType.Audio : !request.VideoOnly || track.Type == TrackType.Video;

    private static bool IsScreen(TrackInfo track) => track.Source is TrackSource.ScreenShare or TrackSource.ScreenShareAudio;
}

/// <summary>Whether there is something to record.</summary>
internal enum EgressSightState
{
    /// <summary>Not yet.</summary>
    Waiting,

    /// <summary>There is.</summary>
    Ready,

    /// <summary>What was asked for by name is not there.</summary>
    Missing,

    /// <summary>No longer.</summary>
    Gone,
}
