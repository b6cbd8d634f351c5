using System.Text;
using System.Text.Json;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>
/// What a certificate says of an erasure, as JSON: which stores, and how many rows of each. It names the tenant by its id and nobody else; of an
/// end user it says nothing, since it would then have to be erased itself.
/// </summary>
public static class ErasureCertificate
{
    /// <summary>Moves on when fields change their meaning.</summary>
    public const int Version = 1;

    /// <summary>Of a whole tenant.</summary>
    /// <param name="deletion">The deletion that was carried out.</param>
    /// <param name="erasedAt">When.</param>
    /// <param name="erased">Rows erased, by table.</param>
    /// <param name="retainedMonths">Rows of monthly sums that are kept under a pseudonym.</param>
    public static string OfTenant(TenantDeletion deletion, DateTimeOffset erasedAt, IReadOnlyDictionary<string, long> erased, long retainedMonths) => Write(json =>
    {
        json.WriteString("subject"u8, "tenant"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.Deletion, deletion.Id));
        json.WriteString("tenant_id"u8, deletion.Tenant.ToString());
        json.WriteString("requested_at"u8, deletion.RequestedAt.UtcDateTime);
        json.WriteString("erased_at"u8, erasedAt.UtcDateTime);
        WriteCounts(json, "erased"u8, erased);
        WriteCounts(json, "retained"u8, new Dictionary<string, long> { ["retained_usage"] = retainedMonths });
    });

    /// <summary>Of one end user.</summary>
    /// <param name="tenant">Whose end user.</param>
    /// <param name="id">The erasure's id.</param>
    /// <param name="erasedAt">When.</param>
    /// <param name="erased">Rows that were removed, or of which the person was taken out, by table.</param>
    public static string OfEndUser(TenantId tenant, Guid id, DateTimeOffset erasedAt, IReadOnlyDictionary<string, long> erased) => Write(json =>
    {
        json.WriteString("subject"u8, "end_user"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.Erasure, id));
        json.WriteString("tenant_id"u8, tenant.ToString());
        json.WriteString("erased_at"u8, erasedAt.UtcDateTime);
        WriteCounts(json, "erased"u8, erased);
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "relaykit.erasure"u8);
            json.WriteNumber("version"u8, Version);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteCounts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (table, rows) in counts.OrderBy(static count => count.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(table, rows);
        }

        json.WriteEndObject();
    }
}
