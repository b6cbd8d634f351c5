using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Usage;
using RelayKit.Usage.Export;

namespace RelayKit.Api.Usage.Export;

/// <summary>One participant session of an export: all that a bill rests on, so that it can be added up again.</summary>
/// <param name="SessionId">The session: one life of the room.</param>
/// <param name="Room">The tenant's own name for the room.</param>
/// <param name="LivekitRoomSid">LiveKit's sid of the session.</param>
/// <param name="ParticipantSessionId">The participant session: one connection of one identity.</param>
/// <param name="LivekitParticipantSid">LiveKit's sid of the connection.</param>
/// <param name="Identity">Whose it was, in the tenant's words.</param>
/// <param name="Name">The display name; may be empty.</param>
/// <param name="Kind"><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</param>
/// <param name="JoinedAt">When it began.</param>
/// <param name="LeftAt">When it ended; null while it goes on.</param>
/// <param name="DurationMs">All of it, also what lies outside the range; null while it goes on.</param>
/// <param name="CountedMs">What of it lies within the range.</param>
/// <param name="Evidence">What it rests on: <c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</param>
/// <param name="DisconnectReason">LiveKit's reason for the end; null where none was told.</param>
/// <param name="Billed">Whether the kind is one that is billed, and so is in <c>participant_ms</c>. In test mode nothing is.</param>
/// <param name="JoinEventId">LiveKit's id of the event that told of the join; null where none did.</param>
/// <param name="LeaveEventId">LiveKit's id of the event that told of the leave; null where none did.</param>
/// <param name="Labels">
/// By which it is added up: values by name. In CSV one field of <c>name=value</c> in the order of the names, separated by commas, of which neither has any.
/// </param>
internal sealed record UsageExportRow(
    string SessionId,
    string Room,
    string LivekitRoomSid,
    string ParticipantSessionId,
    string LivekitParticipantSid,
    string Identity,
    string Name,
    string Kind,
    DateTimeOffset JoinedAt,
    DateTimeOffset? LeftAt,
    long? DurationMs,
    long CountedMs,
    string Evidence,
    string? DisconnectReason,
    bool Billed,
    string? JoinEventId,
    string? LeaveEventId,
    IReadOnlyDictionary<string, string> Labels)
{
    public static UsageExportRow Of(UsageExportQuery query, ExportedParticipant exported)
    {
        var (row, connected) = (exported.Row, exported.Row.Connected);
        return new UsageExportRow(
            PublicId.Format(PublicId.Session, row.SessionId),
            exported.Room,
            exported.RoomSid,
            PublicId.Format(PublicId.ParticipantSession, row.Id),
            row.LiveKitSid,
            row.Identity,
            row.Name,
            row.Class.Word(),
            DateTimeOffset.FromUnixTimeMilliseconds(connected.JoinedAtMs),
            connected.EndMs is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
            connected.DurationMs,
            query.Counted(connected),
            row.Evidence.Word(),
            row.DisconnectReason,
            row.Class.IsBilled(),
            row.JoinEventId,
            row.LeaveEventId,
            LabelsOf.Set(row.Labels));
    }
}
