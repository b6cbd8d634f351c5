using System.Text.Json.Serialization;

namespace RelayKit.Silo.Accounts;

/// <summary>A line of a file of users: columns of Supabase's table <c>auth.users</c>.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="EncryptedPassword">The password's hash.</param>
internal sealed record ExportedUser(
    [property: JsonPropertyName("id")] Guid Id, [property: JsonPropertyName("encrypted_password")] string? EncryptedPassword)
{
    /// <summary>Without the hash, so that no log can hold it.</summary>
    public override string ToString() => $"ExportedUser {{ {Id} }}";
}

[JsonSerializable(typeof(ExportedUser))]
internal sealed partial class ExportedUserJson : JsonSerializerContext;
