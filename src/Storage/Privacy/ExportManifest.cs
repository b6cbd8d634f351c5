using System.Text;
using System.Text.Json;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>The file <c>manifest.json</c> of an archive: what each other file has, by which a copy can be checked.</summary>
internal static class ExportManifest
{
    /// <summary>Moves on when the archive's files change their form.</summary>
    public const int FormatVersion = 1;

    public static string Of(TenantId tenant, DateTimeOffset at, IEnumerable<ExportedFile> files)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format_version"u8, FormatVersion);
            json.WriteString("tenant_id"u8, tenant.ToString());
            json.WriteString("as_of"u8, at.UtcDateTime);
            json.WriteStartArray("files"u8);
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, file.Name);
                json.WriteNumber("rows"u8, file.Rows);
                json.WriteNumber("bytes"u8, file.Bytes);
                json.WriteString("sha256"u8, Convert.ToHexStringLower(file.Sha256));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }
}
