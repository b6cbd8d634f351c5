using Npgsql;
using NpgsqlTypes;

namespace RelayKit.Storage;

/// <summary>SQL's null as C#'s, both ways.</summary>
internal static class NullableColumns
{
    public static T? GetNullable<T>(this NpgsqlDataReader reader, int ordinal)
        where T : struct => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<T>(ordinal);

    public static string? GetNullableString(this NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>Adds a value that may be null; its type is stated, since PostgreSQL cannot see it from a null.</summary>
    public static void AddNullable<T>(this NpgsqlParameterCollection parameters, T? value)
        where T : struct => parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = TypeOf<T>() });

    public static void AddNullable(this NpgsqlParameterCollection parameters, string? value) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    private static NpgsqlDbType TypeOf<T>() => typeof(T) == typeof(int) ? NpgsqlDbType.Integer
        : typeof(T) == typeof(long) ? NpgsqlDbType.Bigint
        : typeof(T) == typeof(Guid) ? NpgsqlDbType.Uuid
        : typeof(T) == typeof(DateTimeOffset) ? NpgsqlDbType.TimestampTz
        : throw new NotSupportedException($"No column of RelayKit's holds a nullable {typeof(T).Name}.");
}
