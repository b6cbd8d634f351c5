namespace RelayKit.Storage;

/// <summary>The schema and the group roles that RelayKit's objects live under. Migrations and policies spell the same names.</summary>
public static class DatabaseNames
{
    /// <summary>The schema of every table, function and type of ours, Orleans' tables included.</summary>
    public const string Schema = "relaykit";

    /// <summary>Owns the schema and its tables and runs migrations. No serving pool may act as it.</summary>
    public const string OwnerRole = "relaykit_owner";

    /// <summary>Serves requests and grains. Row-level security shows it the rows of one tenant at a time.</summary>
    public const string AppRole = "relaykit_app";

    /// <summary>Works across tenants (dispatch, reconciliation, retention), by policies that name it and by nothing else.</summary>
    public const string JobsRole = "relaykit_jobs";
}
