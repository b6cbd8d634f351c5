using System.Collections.Immutable;
using Npgsql;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Storage.Sessions;

/// <summary>The columns of sessions and their participants, and how they are read back.</summary>
internal static class SessionColumns
{
    /// <summary>Columns of a session with the alias <c>s</c>.</summary>
    public const string Session = "s.session_id, s.livekit_sid, s.generation, s.started_at_ms, s.ended_at_ms, s.room";

    /// <summary>Where <see cref="Session"/> has the room's name.</summary>
    public const int RoomOrdinal = 5;

    /// <summary>Columns of a participant session with the alias <c>p</c>.</summary>
    public const string Participant =
        """
        p.session_id, p.participant_session_id, p.livekit_sid, p.identity, p.name, p.class, p.joined_at_ms, p.left_at_ms,
        p.disconnect_reason, p.join_event_id, p.leave_event_id, p.reconciled
        """;

    public static SessionRow ReadSession(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetNullable<long>(4));

    public static ParticipantRow ReadParticipant(NpgsqlDataReader reader) => new()
    {
        SessionId = reader.GetGuid(0),
        Id = reader.GetGuid(1),
        LiveKitSid = reader.GetString(2),
        Identity = reader.GetString(3),
        Name = reader.GetString(4),
        Class = (ParticipantClass)reader.GetInt16(5),
        Connected = new ConnectedInterval(reader.GetInt64(6), reader.GetNullable<long>(7)),
        DisconnectReason = reader.GetNullableString(8),
        JoinEventId = reader.GetNullableString(9),
        LeaveEventId = reader.GetNullableString(10),
        Reconciled = reader.GetBoolean(11),
    };

    /// <summary>Reads two results: sessions, then the participants of all of them.</summary>
    public static async Task<ImmutableArray<SessionSnapshot>> ReadSnapshotsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var sessions = new List<SessionRow>();
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add(ReadSession(reader));
        }

        await reader.NextResultAsync(cancellation);
        var participants = new List<ParticipantRow>();
        while (await reader.ReadAsync(cancellation))
        {
            participants.Add(ReadParticipant(reader));
        }

        var bySession = participants.ToLookup(participant => participant.SessionId);
        return [.. sessions.Select(session => new SessionSnapshot(session, [.. bySession[session.Id]]))];
    }
}
