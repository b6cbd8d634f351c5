using Npgsql;
using NpgsqlTypes;
using RelayKit.Ingress;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.Ingress;

/// <summary>The row of an ingress, both ways.</summary>
internal static class IngressColumns
{
    /// <summary>What is read of an ingress <c>i</c>, in the order of <see cref="Read"/>.</summary>
    public const string All =
        """
        i.tenant_id, i.mode, i.ingress_id, i.room, i.kind, i.identity, i.name, i.source_url, i.enable_transcoding, i.livekit_cluster, i.phase, i.livekit_id,
        i.url, i.status, i.started_at_ms, i.ended_at_ms, i.error, i.created_at, i.asked_at, i.deleted_at, i.version
        """;

    public static IngressRecord Read(NpgsqlDataReader reader) => new()
    {
        Key = ReadKey(reader),
        Room = reader.GetString(3),
        Kind = IngressText.TryParse(reader.GetString(4), out var kind) ? kind : throw new InvalidDataException("A kind of ingress is rtmp, whip or url."),
        Identity = reader.GetString(5),
        Name = reader.GetNullableString(6),
        SourceUrl = reader.GetNullableString(7),
        EnableTranscoding = reader.GetBoolean(8),
        LiveKitCluster = reader.GetString(9),
        Phase = (IngressPhase)reader.GetInt16(10),
        LiveKitId = reader.GetNullableString(11),
        Url = reader.GetNullableString(12),
        Status = IngressText.ParseStatus(reader.GetString(13)),
        StartedAtMs = reader.GetNullable<long>(14),
        EndedAtMs = reader.GetNullable<long>(15),
        Error = reader.GetNullableString(16),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(17),
        AskedAt = reader.GetFieldValue<DateTimeOffset>(18),
        DeletedAt = reader.GetNullable<DateTimeOffset>(19),
        Version = reader.GetInt64(20),
    };

    /// <summary>The first three of the columns.</summary>
    public static IngressKey ReadKey(NpgsqlDataReader reader) =>
        new(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1)), reader.GetGuid(2));

    /// <summary>The values of a row: $1 to $21.</summary>
    public static void Add(NpgsqlParameterCollection values, IngressRecord row)
    {
        values.AddWithValue(row.Key.Tenant.Value);
        values.AddWithValue(ModeColumn.Of(row.Key.Mode));
        values.AddWithValue(row.Key.Id);
        values.AddWithValue(row.Room);
        values.AddWithValue(row.Kind.Word());
        values.AddWithValue(row.Identity);
        values.AddNullable(row.Name);
        values.AddNullable(row.SourceUrl);
        values.AddWithValue(row.EnableTranscoding);
        values.AddWithValue(row.LiveKitCluster);
        values.Add(new NpgsqlParameter { Value = (short)row.Phase, NpgsqlDbType = NpgsqlDbType.Smallint });
        values.AddNullable(row.LiveKitId);
        values.AddNullable(row.Url);
        values.AddWithValue(row.Status.Word());
        values.AddNullable(row.StartedAtMs);
        values.AddNullable(row.EndedAtMs);
        values.AddNullable(row.Error);
        values.AddWithValue(row.CreatedAt);
        values.AddWithValue(row.AskedAt);
        values.AddNullable(row.DeletedAt);
        values.AddWithValue(row.Version);
    }
}
