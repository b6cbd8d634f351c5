using Npgsql;
using RelayKit.Labels;

namespace RelayKit.Storage.Ledger;

/// <summary>Labels as PostgreSQL has them: an array of <c>name=value</c> in the order of the names, null for none.</summary>
internal static class LabelColumn
{
    /// <summary>The array; null for none.</summary>
    public static string[]? Of(LabelSet labels) => labels.IsEmpty ? null : [.. labels.Labels.Select(static label => label.ToString())];

    /// <summary>
    /// The array as one text of which <c>string_to_array(…, ',')</c> makes it again: an array of arrays PostgreSQL would take to be one of many elements. No name
    /// and no value has a comma.
    /// </summary>
    public static string? TextOf(LabelSet labels) => labels.IsEmpty ? null : labels.ToString();

    public static LabelSet Read(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal)
        ? LabelSet.Empty
        : LabelSet.Of(reader.GetFieldValue<string[]>(ordinal).Select(static text => Parse(text)).Select(static label => KeyValuePair.Create(label.Name, label.Value)));

    /// <summary>Reads one of them.</summary>
    public static Label Parse(string text) => Label.TryParse(text, out var label) ? label : throw new InvalidDataException("A label is name=value.");
}
