using System.Collections.Immutable;
using Npgsql;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Usage;

namespace RelayKit.Storage.Sessions;

/// <summary>The columns of sessions and their participants, and how they are read back.</summary>
internal static class SessionColumns
{
    /// <summary>Columns of a session with the alias <c>s</c>.</summary>
    public const string Session = "s.session_id, s.livekit_sid, s.generation, s.started_at_ms, s.ended_at_ms, s.room, s.look_revision, s.last_seen_ms, s.end_estimated";

    /// <summary>Where <see cref="Session"/> has the room's name.</summary>
    public const int RoomOrdinal = 5;

    private const int SessionCount = 9;

    /// <summary>Columns of a participant session with the alias <c>p</c>.</summary>
    public const string Participant =
        """
        p.session_id, p.participant_session_id, p.livekit_sid, p.identity, p.name, p.class, p.joined_at_ms, p.left_at_ms,
        p.disconnect_reason, p.join_event_id, p.leave_event_id, p.look_revision, p.last_seen_ms, p.end_estimated, p.labels
        """;

    /// <summary>How many columns <see cref="Participant"/> has.</summary>
    public const int ParticipantCount = 15;

    public static SessionRow ReadSession(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetNullable<long>(4))
    {
        Looks = ReadLooks(reader, 6),
    };

    /// <param name="reader">Stands at a row.</param>
    /// <param name="first">Where <see cref="Participant"/> begins in it.</param>
    public static ParticipantRow ReadParticipant(NpgsqlDataReader reader, int first = 0) => new()
    {
        SessionId = reader.GetGuid(first),
        Id = reader.GetGuid(first + 1),
        LiveKitSid = reader.GetString(first + 2),
        Identity = reader.GetString(first + 3),
        Name = reader.GetString(first + 4),
        Class = (ParticipantClass)reader.GetInt16(first + 5),
        Connected = new ConnectedInterval(reader.GetInt64(first + 6), reader.GetNullable<long>(first + 7)),
        DisconnectReason = reader.GetNullableString(first + 8),
        JoinEventId = reader.GetNullableString(first + 9),
        LeaveEventId = reader.GetNullableString(first + 10),
        Looks = ReadLooks(reader, first + 11),
        Labels = LabelColumn.Read(reader, first + 14),
    };

    private static Sighting ReadLooks(NpgsqlDataReader reader, int first) =>
        new(reader.GetInt32(first), reader.GetNullable<long>(first + 1), reader.GetBoolean(first + 2));

    /// <summary>
    /// Reads <see cref="Session"/> and after it <see cref="Participant"/>, a row for each participant, or one of nulls where a
    /// session has none. One result and not two: what costs is to find the session among the months, and it is found once.
    /// </summary>
    public static async Task<ImmutableArray<SessionSnapshot>> ReadSnapshotsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var sessions = new List<(SessionRow Session, ImmutableArray<ParticipantRow>.Builder Participants)>(1);
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetGuid(0);
            var at = sessions.FindIndex(known => known.Session.Id == id);
            if (at < 0)
            {
                at = sessions.Count;
                sessions.Add((ReadSession(reader), ImmutableArray.CreateBuilder<ParticipantRow>()));
            }

            if (!reader.IsDBNull(SessionCount))
            {
                sessions[at].Participants.Add(ReadParticipant(reader, SessionCount));
            }
        }

        return [.. sessions.Select(session => new SessionSnapshot(session.Session, session.Participants.DrainToImmutable()))];
    }
}
