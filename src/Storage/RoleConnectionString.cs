using Npgsql;

namespace RelayKit.Storage;

/// <summary>Turns an operator's connection string into one whose sessions act as a group role from their first statement on.</summary>
internal static class RoleConnectionString
{
    /// <summary>
    /// The role is a start-up option of the connection and so becomes the session's default: <c>DISCARD ALL</c>, with which a
    /// pool cleans a returned connection, goes back to it and not to the login. A pooler in front of PostgreSQL that drops
    /// start-up options breaks this, which <see cref="RoleSelfCheck"/> notices.
    /// </summary>
    internal static NpgsqlConnectionStringBuilder For(string connectionString, string role)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = DatabaseNames.Schema };
        // Last wins in PostgreSQL, so an operator's own options stay, but cannot choose another role.
        builder.Options = $"{builder.Options} -c role={role}".TrimStart();
        return builder;
    }
}
