using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace RelayKit.Storage.Secrets;

/// <summary>
/// The ring's table, through the pool of the role that works across tenants: the one that serves requests cannot even read wrapped keys. Data Protection
/// knows no asynchronous calls; it asks once a day, and when a key is met that it does not know.
/// </summary>
internal sealed class KeyRingRepository(PostgresDataSources sources) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = sources.Jobs.CreateCommand("select xml from data_protection_keys order by created_at, name");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = sources.Jobs.CreateCommand("insert into data_protection_keys (name, xml) values ($1, $2)");
        command.Parameters.AddWithValue(friendlyName);
        command.Parameters.AddWithValue(element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }

    /// <summary>Changes each element that <paramref name="change"/> changes, one by one, unless somebody else has meanwhile.</summary>
    /// <returns>How many were changed.</returns>
    public async Task<int> ChangeEachAsync(Func<XElement, bool> change, CancellationToken cancellation)
    {
        var changed = 0;
        foreach (var (name, xml) in await ReadAsync(cancellation))
        {
            var element = XElement.Parse(xml);
            if (!change(element))
            {
                continue;
            }

            await using var update = sources.Jobs.CreateCommand("update data_protection_keys set xml = $3 where name = $1 and xml = $2");
            update.Parameters.AddWithValue(name);
            update.Parameters.AddWithValue(xml);
            update.Parameters.AddWithValue(element.ToString(SaveOptions.DisableFormatting));
            changed += await update.ExecuteNonQueryAsync(cancellation);
        }

        return changed;
    }

    /// <summary>Every element with its name.</summary>
    public async Task<IReadOnlyList<(string Name, string Xml)>> ReadAsync(CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand("select name, xml from data_protection_keys order by created_at, name");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
