using RelayKit.Reconciliation;

namespace RelayKit.Api.Reconciliation;

/// <summary>Asks for a look at LiveKit.</summary>
/// <param name="TenantId"><c>ten_…</c>: only its rooms; left out, everybody's.</param>
internal sealed record ReconcileRequest(string? TenantId);

/// <summary>What the looks came to.</summary>
/// <param name="Looks">One for each LiveKit cluster.</param>
internal sealed record ReconcileResponse(IReadOnlyList<LookResponse> Looks);

/// <summary>What a look at one LiveKit cluster came to.</summary>
/// <param name="LivekitCluster">The cluster's name.</param>
/// <param name="ListedAt">When LiveKit listed its rooms, by its clock; null when it did not answer, and nothing was changed.</param>
/// <param name="RoomsAsked">Rooms that differed, or whose turn it was, and so were asked who is in them.</param>
/// <param name="ParticipantsFound">Who were there without a word of LiveKit's.</param>
/// <param name="ParticipantsClosed">Whom two looks had missed.</param>
/// <param name="SessionsEnded">That two looks had missed.</param>
/// <param name="RoomsFailed">Rooms that could not be looked at; the next look asks again.</param>
internal sealed record LookResponse(
    string LivekitCluster,
    DateTimeOffset? ListedAt,
    int RoomsAsked,
    int ParticipantsFound,
    int ParticipantsClosed,
    int SessionsEnded,
    int RoomsFailed)
{
    public static LookResponse Of(LookReport report) => new(
        report.Cluster,
        report.ListedAtMs is { } listed ? DateTimeOffset.FromUnixTimeMilliseconds(listed) : null,
        report.RoomsAsked,
        report.Outcome.Found,
        report.Outcome.Closed,
        report.Outcome.Ended,
        report.Outcome.Failed);
}
