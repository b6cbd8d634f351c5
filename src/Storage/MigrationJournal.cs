using System.Data;
using DbUp.Engine;
using DbUp.Engine.Transactions;

namespace RelayKit.Storage;

/// <summary>
/// DbUp's memory of what it applied, with the checksum of each script: a script that changed after it was applied means that
/// this database and this program do not agree, and nothing may run on that.
/// </summary>
internal sealed class MigrationJournal(Func<IConnectionManager> connections, IReadOnlyList<MigrationScript> scripts) : IJournal
{
    private readonly Dictionary<string, string> _checksums = scripts.ToDictionary(s => s.Name, s => s.Checksum, StringComparer.Ordinal);

    /// <exception cref="DatabaseSetupException">A script was changed after this database applied it.</exception>
    public string[] GetExecutedScripts() =>
        connections().ExecuteCommandsWithManagedConnection(newCommand =>
        {
            EnsureTableExistsAndIsLatestVersion(newCommand);
            using var command = newCommand();
            command.CommandText = "select script, sha256 from schema_versions order by script";
            using var reader = command.ExecuteReader();
            var applied = new List<string>();
            while (reader.Read())
            {
                var name = reader.GetString(0);
                RefuseIfChanged(name, reader.GetString(1));
                applied.Add(name);
            }
            return applied.ToArray();
        });

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = "insert into schema_versions (script, sha256) values (@script, @sha256)";
        AddParameter(command, "script", script.Name);
        AddParameter(command, "sha256", _checksums[script.Name]);
        command.ExecuteNonQuery();
    }

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        // A silo that does not migrate reads it, as relaykit_app, to learn whether somebody else did.
        command.CommandText = $"""
            create table if not exists schema_versions
            (
                script text primary key,
                sha256 text not null,
                applied_at timestamptz not null default now()
            );
            grant select on schema_versions to {DatabaseNames.AppRole}
            """;
        command.ExecuteNonQuery();
    }

    private void RefuseIfChanged(string name, string applied)
    {
        if (_checksums.TryGetValue(name, out var current) && current != applied)
        {
            throw new DatabaseSetupException(ChangedMessage(name, applied, current));
        }
    }

    internal static string ChangedMessage(string name, string applied, string current) =>
        $"Migration {name} was changed after this database applied it (SHA-256 {applied} then, {current} now). "
        + "Restore the file and put the change into a new one.";

    private static void AddParameter(IDbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
