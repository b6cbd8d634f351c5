using System.Globalization;
using System.Text;
using RelayKit.Privacy;

namespace RelayKit.Storage.Privacy;

/// <summary>The file <c>README.txt</c> of an archive, written from the map of data.</summary>
internal static class ExportReadme
{
    public static string Of(IEnumerable<DataTable> tables)
    {
        var text = new StringBuilder(
            """
            Everything that RelayKit keeps of this tenant, as of one instant.

            Each file *.ndjson is one table: a line of JSON (UTF-8) for each row, in no particular order. manifest.json has the number of rows,
            the length and the SHA-256 of each file. Columns that end in _ms are milliseconds, of time since 1970-01-01 UTC or of a duration; other
            times are RFC 3339. Ids are UUIDs: the API writes the same ones as a prefix, an underscore and the UUID's 128 bits in Crockford's base32,
            26 lower-case characters. mode is l for live and t for test; class is 0 standard, 1 sip, 2 ingress, 3 egress, 4 agent.

            Audio, video, chat messages and screen shares are not here, since RelayKit keeps none.


            """);
        foreach (var table in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{table.Name}.ndjson").AppendLine(CultureInfo.InvariantCulture, $"    {table.About}");
        }

        text.AppendLine().AppendLine("Not in the archive:");
        foreach (var table in DataMap.Tables.Where(static table => table.NotExportedSince is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {table.Name}: {table.NotExportedSince}");
        }

        text.AppendLine("    Hashes of API keys, which nobody can turn back into keys.");
        return text.ToString().ReplaceLineEndings("\n");
    }
}
