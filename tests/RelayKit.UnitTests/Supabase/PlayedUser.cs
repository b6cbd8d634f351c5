using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RelayKit.UnitTests.Supabase;

/// <summary>A user of the played Supabase, and what is sent about one.</summary>
internal sealed class PlayedUser
{
    [JsonPropertyName("id")]
    public Guid Id { get; set; }

    [JsonPropertyName("email")]
    public string? Email { get; set; }

    [JsonPropertyName("password")]
    public string? Password { get; set; }

    [JsonPropertyName("password_hash")]
    public string? PasswordHash { get; set; }

    [JsonPropertyName("email_confirm")]
    public bool? EmailConfirm { get; set; }

    [JsonIgnore]
    public bool IsConfirmed { get; set; }

    [JsonIgnore]
    public List<string> Sessions { get; } = [];

    /// <summary>As bcrypt does: what comes after 72 bytes is left out.</summary>
    public bool Knows(string password) => PasswordHash is null ? Password == password[..Math.Min(password.Length, 72)] : BCrypt.Net.BCrypt.Verify(password, PasswordHash);

    public JsonObject ToJson() => new()
    {
        ["id"] = Id.ToString("D"),
        ["aud"] = "authenticated",
        ["email"] = Email,
        ["email_confirmed_at"] = IsConfirmed ? "2026-11-01T12:00:00.123456Z" : null,
        ["user_metadata"] = new JsonObject { ["role"] = "owner", ["email_verified"] = true },
    };
}
