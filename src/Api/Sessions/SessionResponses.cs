using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Sessions;
using RelayKit.Usage;

namespace RelayKit.Api.Sessions;

/// <summary>A session in a list.</summary>
/// <param name="Id"><c>ses_…</c>.</param>
/// <param name="Room">The room that it is a life of.</param>
/// <param name="LivekitSid">LiveKit's sid of it: <c>RM_…</c>.</param>
/// <param name="StartedAt">When LiveKit made the room.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="ParticipantMs">Connected milliseconds of all participants that are billed, so far.</param>
/// <param name="PeakParticipants">How many were connected at once at most.</param>
internal sealed record SessionSummaryResponse(
    string Id,
    string Room,
    string LivekitSid,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long ParticipantMs,
    int PeakParticipants)
{
    public static SessionSummaryResponse Of(SessionSummary summary) => new(
        PublicId.Format(PublicId.Session, summary.Session.Id),
        summary.Room,
        summary.Session.LiveKitSid,
        Instants.Of(summary.Session.StartedAtMs),
        Instants.Of(summary.Session.EndedAtMs),
        summary.ParticipantMs,
        summary.PeakParticipants);
}

/// <summary>A session with everybody who was in it.</summary>
/// <param name="Id"><c>ses_…</c>.</param>
/// <param name="Room">The room that it is a life of.</param>
/// <param name="LivekitSid">LiveKit's sid of it: <c>RM_…</c>.</param>
/// <param name="StartedAt">When LiveKit made the room.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="ParticipantMs">Connected milliseconds of all participants that are billed, so far.</param>
/// <param name="PeakParticipants">How many were connected at once at most.</param>
/// <param name="Participants">Every connection, by the time it began.</param>
internal sealed record SessionResponse(
    string Id,
    string Room,
    string LivekitSid,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long ParticipantMs,
    int PeakParticipants,
    IReadOnlyList<ParticipantSessionResponse> Participants)
{
    public static SessionResponse Of(SessionDetail detail)
    {
        var summary = SessionSummaryResponse.Of(detail.Summary);
        return new SessionResponse(
            summary.Id,
            summary.Room,
            summary.LivekitSid,
            summary.StartedAt,
            summary.EndedAt,
            summary.ParticipantMs,
            summary.PeakParticipants,
            [.. detail.Participants.Select(ParticipantSessionResponse.Of)]);
    }
}

/// <summary>One connection of one identity.</summary>
/// <param name="Id"><c>psn_…</c>.</param>
/// <param name="LivekitSid">LiveKit's sid of it: <c>PA_…</c>.</param>
/// <param name="Identity">Who it was, in the tenant's words.</param>
/// <param name="Name">Display name; may be empty.</param>
/// <param name="Kind"><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</param>
/// <param name="JoinedAt">When its media was connected, by LiveKit's clock.</param>
/// <param name="LeftAt">When it ended; null while it lasts.</param>
/// <param name="DurationMs">How long it lasted; null while it lasts.</param>
/// <param name="DisconnectReason">LiveKit's reason for the end, in lower case; null while it lasts, and where no leave told of it.</param>
/// <param name="Reconciled">Whether it rests on a look at LiveKit, since a webhook was missing.</param>
/// <param name="Evidence">What it rests on: <c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</param>
/// <param name="Labels">By which its usage is added up.</param>
internal sealed record ParticipantSessionResponse(
    string Id,
    string LivekitSid,
    string Identity,
    string Name,
    string Kind,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    long? DurationMs,
    string? DisconnectReason,
    bool Reconciled,
    string Evidence,
    IReadOnlyDictionary<string, string> Labels)
{
    public static ParticipantSessionResponse Of(ParticipantRow row) => new(
        PublicId.Format(PublicId.ParticipantSession, row.Id),
        row.LiveKitSid,
        row.Identity,
        row.Name,
        row.Class.Word(),
        Instants.Of(row.Connected.JoinedAtMs),
        Instants.Of(row.Connected.EndMs),
        row.Connected.DurationMs,
        row.DisconnectReason,
        row.Evidence == RelayKit.Ledger.Evidence.Reconciled,
        row.Evidence.Word(),
        LabelsOf.Set(row.Labels));
}

/// <summary>Unix milliseconds as instants.</summary>
internal static class Instants
{
    public static DateTimeOffset Of(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);

    public static DateTimeOffset? Of(long? unixMilliseconds) =>
        unixMilliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
