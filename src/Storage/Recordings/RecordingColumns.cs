using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.Recordings;

/// <summary>A recording as a row, and back.</summary>
internal static class RecordingColumns
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Recording Read(NpgsqlDataReader row)
    {
        var tenant = new TenantId(row.GetGuid(0));
        var mode = ModeColumn.Read(row.GetString(2));
        var room = row.GetNullableString(6);
        return new Recording
        {
            Key = new RecordingKey(tenant, mode, RecordingWords.ParsePurpose(row.GetString(3)), row.GetGuid(1)),
            Cluster = row.GetString(5),
            Source = new RecordingSource
            {
                Kind = RecordingWords.ParseKind(row.GetString(4)),
                Room = room is null ? null : new LiveKitRoomName(new RoomKey(tenant, mode, room), row.GetInt32(7)),
                Session = row.GetNullable<Guid>(8),
                Layout = row.GetString(9),
                AudioOnly = row.GetBoolean(10),
                VideoOnly = row.GetBoolean(11),
                Identity = row.GetNullableString(12),
                ScreenShare = row.GetBoolean(13),
                AudioTrackSid = row.GetNullableString(14),
                VideoTrackSid = row.GetNullableString(15),
                Url = row.GetNullableString(16),
            },
            Format = row.GetNullableString(17) is { } format ? RecordingWords.ParseFormat(format) : null,
            Place = row.IsDBNull(18) ? null : new FilePlace(row.GetGuid(18), row.GetString(19), row.GetString(20), row.GetString(21)),
            AskedUrls = [.. row.GetFieldValue<string[]>(22)],
            IsAutomatic = row.GetBoolean(23),
            RequestedAt = row.GetFieldValue<DateTimeOffset>(24),
            MaxSeconds = row.GetInt32(25),
            Fact = row.IsDBNull(29) ? null : ReadFact(row),
            StopRequestedAt = row.GetNullable<DateTimeOffset>(39),
            StopsUnanswered = row.GetInt32(40),
            MissedSince = row.GetNullable<DateTimeOffset>(41),
            File = RecordingWords.ParseFile(row.GetString(42)),
            FileError = row.GetNullableString(43),
            Sha256 = row.GetNullableString(44),
            FileCheckedAt = row.GetNullable<DateTimeOffset>(45),
            DeletedAt = row.GetNullable<DateTimeOffset>(46),
            Revision = row.GetInt64(47),
        };
    }

    /// <summary>All columns, in the order of <see cref="RecordingSql.Columns"/>.</summary>
    public static void WriteAll(NpgsqlParameterCollection to, Recording recording)
    {
        var source = recording.Source;
        to.AddWithValue(recording.Key.Tenant.Value);
        to.AddWithValue(recording.Key.Id);
        to.AddWithValue(ModeColumn.Of(recording.Key.Mode));
        to.AddWithValue(recording.Purpose.Word());
        to.AddWithValue(source.Kind.Word());
        to.AddWithValue(recording.Cluster);
        to.AddNullable(source.Room?.Room.Name);
        to.AddNullable(source.Room?.Generation);
        to.AddNullable(source.Session);
        to.AddWithValue(source.Layout);
        to.AddWithValue(source.AudioOnly);
        to.AddWithValue(source.VideoOnly);
        to.AddNullable(source.Identity);
        to.AddWithValue(source.ScreenShare);
        to.AddNullable(source.AudioTrackSid);
        to.AddNullable(source.VideoTrackSid);
        to.AddNullable(source.Url);
        to.AddNullable(recording.Format?.Word());
        to.AddNullable(recording.Place?.StorageId);
        to.AddNullable(recording.Place?.Bucket);
        to.AddNullable(recording.Place?.Prefix);
        to.AddNullable(recording.Place?.Key);
        to.AddWithValue(recording.AskedUrls.ToArray());
        to.AddWithValue(recording.IsAutomatic);
        to.AddWithValue(recording.RequestedAt.ToUniversalTime());
        to.AddWithValue(recording.MaxSeconds);
        WriteFact(to, recording);
        to.AddNullable(recording.StopRequestedAt);
        to.AddWithValue(recording.StopsUnanswered);
        to.AddNullable(recording.MissedSince);
        WriteFile(to, recording);
        to.AddWithValue(recording.Revision);
    }

    /// <summary>What can change, in the order of <see cref="RecordingSql.Update"/>.</summary>
    public static void WriteChange(NpgsqlParameterCollection to, Recording recording)
    {
        to.AddWithValue(recording.Key.Tenant.Value);
        to.AddWithValue(recording.Key.Id);
        to.AddWithValue(recording.Revision);
        to.AddWithValue(recording.Source.Layout);
        WriteFact(to, recording);
        to.AddNullable(recording.StopRequestedAt);
        to.AddWithValue(recording.StopsUnanswered);
        to.AddNullable(recording.MissedSince);
        WriteFile(to, recording);
    }

    private static EgressFact ReadFact(NpgsqlDataReader row) => new()
    {
        Status = RecordingWords.ParseStatus(row.GetString(26)),
        EgressId = row.GetNullableString(27) ?? "",
        IsPresumed = row.GetBoolean(28),
        UpdatedAtMs = row.GetInt64(29),
        StartedAtMs = row.GetNullable<long>(30),
        EndedAtMs = row.GetNullable<long>(31),
        DurationMs = row.GetNullable<long>(32),
        SizeBytes = row.GetNullable<long>(33),
        Error = row.GetNullableString(34),
        ErrorCode = row.GetInt32(35),
        Details = row.GetNullableString(36),
        IsInBackup = row.GetBoolean(37),
        Outputs = JsonSerializer.Deserialize<ImmutableArray<StreamOutput>>(row.GetString(38), Json),
    };

    private static void WriteFact(NpgsqlParameterCollection to, Recording recording)
    {
        var fact = recording.Fact;
        to.AddWithValue(recording.Status.Word());
        to.AddNullable(recording.EgressId);
        to.AddWithValue(fact?.IsPresumed ?? false);
        to.AddNullable(fact?.UpdatedAtMs);
        to.AddNullable(fact?.StartedAtMs);
        to.AddNullable(fact?.EndedAtMs);
        to.AddNullable(fact?.DurationMs);
        to.AddNullable(fact?.SizeBytes);
        to.AddNullable(fact?.Error);
        to.AddWithValue(fact?.ErrorCode ?? 0);
        to.AddNullable(fact?.Details);
        to.AddWithValue(fact?.IsInBackup ?? false);
        to.Add(new NpgsqlParameter
        {
            Value = JsonSerializer.Serialize(fact?.Outputs ?? [], Json),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
    }

    private static void WriteFile(NpgsqlParameterCollection to, Recording recording)
    {
        to.AddWithValue(recording.File.Word());
        to.AddNullable(recording.FileError);
        to.AddNullable(recording.Sha256);
        to.AddNullable(recording.FileCheckedAt);
        to.AddNullable(recording.DeletedAt);
    }
}
