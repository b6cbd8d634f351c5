using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Sessions;
using RelayKit.Usage;

namespace RelayKit.Api.Sessions;

/// <summary>A session in a list.</summary>
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

/// <summary>One connection of one identity. <c>duration_ms</c> is null while it lasts.</summary>
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
    string Evidence)
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
        row.Evidence.Word());
}

/// <summary>Unix milliseconds as instants.</summary>
internal static class Instants
{
    public static DateTimeOffset Of(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);

    public static DateTimeOffset? Of(long? unixMilliseconds) =>
        unixMilliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
