using RelayKit.Api.Requests;
using RelayKit.Api.Tokens;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Api.Participants;

/// <summary>Somebody in a room, or who has been.</summary>
/// <param name="Id"><c>psn_…</c>.</param>
/// <param name="LivekitSid">LiveKit's sid of the connection: <c>PA_…</c>.</param>
/// <param name="Identity">Who it is, in the tenant's words.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="Kind"><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</param>
/// <param name="Status"><c>connected</c> or <c>disconnected</c>.</param>
/// <param name="JoinedAt">When its media was connected, by LiveKit's clock.</param>
/// <param name="LeftAt">When it left; null while it is connected.</param>
/// <param name="SessionId">The session that it is or was in: one life of the room.</param>
/// <param name="DisconnectReason">LiveKit's reason for the end, in lower case; null while it is connected, and where no leave told of it.</param>
/// <param name="Labels">By which its usage is added up.</param>
internal sealed record ParticipantResponse(
    string Id,
    string LivekitSid,
    string Identity,
    string Name,
    string Kind,
    string Status,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    string? SessionId,
    string? DisconnectReason,
    IReadOnlyDictionary<string, string> Labels)
{
    public static ParticipantResponse Of(LiveParticipant participant) => new(
        PublicId.Format(PublicId.ParticipantSession, participant.Id),
        participant.LiveKitSid,
        participant.Identity,
        participant.Name,
        participant.Class.Word(),
        "connected",
        DateTimeOffset.FromUnixTimeMilliseconds(participant.JoinedAtMs),
        LeftAt: null,
        participant.SessionId is { } session ? PublicId.Format(PublicId.Session, session) : null,
        DisconnectReason: null,
        LabelsOf.Set(participant.Labels));

    public static ParticipantResponse Of(ParticipantRow row) => new(
        PublicId.Format(PublicId.ParticipantSession, row.Id),
        row.LiveKitSid,
        row.Identity,
        row.Name,
        row.Class.Word(),
        row.Connected.EndMs is null ? "connected" : "disconnected",
        DateTimeOffset.FromUnixTimeMilliseconds(row.Connected.JoinedAtMs),
        row.Connected.EndMs is { } left ? DateTimeOffset.FromUnixTimeMilliseconds(left) : null,
        PublicId.Format(PublicId.Session, row.SessionId),
        row.DisconnectReason,
        LabelsOf.Set(row.Labels));
}

/// <summary>Somebody who is connected, with what only LiveKit knows.</summary>
/// <param name="Id"><c>psn_…</c>.</param>
/// <param name="LivekitSid">LiveKit's sid of the connection: <c>PA_…</c>.</param>
/// <param name="Identity">Who it is, in the tenant's words.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="Kind"><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</param>
/// <param name="JoinedAt">When its media was connected, by LiveKit's clock.</param>
/// <param name="Metadata">Free text about it; may be empty.</param>
/// <param name="Attributes">Keys and values about it.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Tracks">The tracks that it publishes.</param>
/// <param name="Labels">By which its usage is added up; none as long as its join has not been told.</param>
internal sealed record ParticipantDetailsResponse(
    string Id,
    string LivekitSid,
    string Identity,
    string Name,
    string Kind,
    DateTimeOffset JoinedAt,
    string Metadata,
    IReadOnlyDictionary<string, string> Attributes,
    GrantsResponse Permissions,
    IReadOnlyList<TrackResponse> Tracks,
    IReadOnlyDictionary<string, string> Labels)
{
    public static ParticipantDetailsResponse Of(ParticipantDetails details) => new(
        PublicId.Format(PublicId.ParticipantSession, details.Participant.Id),
        details.Participant.LiveKitSid,
        details.Participant.Identity,
        details.Participant.Name,
        details.Participant.Class.Word(),
        DateTimeOffset.FromUnixTimeMilliseconds(details.Participant.JoinedAtMs),
        details.Metadata,
        details.Attributes,
        TokenGrants.ToResponse(details.Grants),
        [.. details.Tracks.Select(TrackResponse.Of)],
        LabelsOf.Set(details.Participant.Labels));
}

/// <summary>A track that somebody publishes.</summary>
/// <param name="Sid">LiveKit's sid of it: <c>TR_…</c>.</param>
/// <param name="Type"><c>audio</c>, <c>video</c> or <c>data</c>.</param>
/// <param name="Source"><c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c> or <c>unknown</c>.</param>
/// <param name="Name">The publisher's name for it; may be empty.</param>
/// <param name="Muted">Whether nothing is sent at present.</param>
internal sealed record TrackResponse(string Sid, string Type, string Source, string Name, bool Muted)
{
    public static TrackResponse Of(ParticipantTrack track) => new(track.Sid, track.Type, track.Source, track.Name, track.Muted);
}

/// <summary>What came of removing somebody.</summary>
/// <param name="Identity">Who.</param>
/// <param name="WasConnected">Whether it was connected.</param>
/// <param name="BannedUntil">Until when it is kept out; null when it is not.</param>
internal sealed record RemovedParticipantResponse(string Identity, bool WasConnected, DateTimeOffset? BannedUntil);

/// <summary>The tracks that were changed; those that were so already are not among them.</summary>
/// <param name="Tracks">The tracks as they are now.</param>
internal sealed record MutedTracksResponse(IReadOnlyList<MutedTrackResponse> Tracks)
{
    public static MutedTracksResponse Of(IEnumerable<MutedTrack> tracks) =>
        new([.. tracks.Select(static muted => new MutedTrackResponse(muted.Identity, TrackResponse.Of(muted.Track)))]);
}

/// <summary>A track that was muted or unmuted.</summary>
/// <param name="Identity">Whose.</param>
/// <param name="Track">The track as it is now.</param>
internal sealed record MutedTrackResponse(string Identity, TrackResponse Track);

/// <summary>Somebody who is kept out of a room.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Since">When it was removed.</param>
/// <param name="Until">Until when it is kept out.</param>
/// <param name="Reason">The tenant's code for why; null for none.</param>
/// <param name="Message">The tenant's words for why; null for none.</param>
internal sealed record BanResponse(string Identity, DateTimeOffset Since, DateTimeOffset Until, string? Reason, string? Message)
{
    public static BanResponse Of(RoomBan ban) => new(ban.Identity, ban.Since, ban.Until, ban.Reason, ban.Message);
}
