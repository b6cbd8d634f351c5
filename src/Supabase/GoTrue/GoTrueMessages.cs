using System.Text.Json.Serialization;

namespace RelayKit.Supabase;

/// <summary>Asks for a session by a password.</summary>
internal sealed record PasswordGrant(
    [property: JsonPropertyName("email")] string Email, [property: JsonPropertyName("password")] string Password)
{
    public override string ToString() => nameof(PasswordGrant);
}

/// <summary>A session; only what is needed of it.</summary>
internal sealed record GoTrueSession(
    [property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("user")] GoTrueUser? User)
{
    public override string ToString() => nameof(GoTrueSession);
}

/// <summary>A page of users.</summary>
internal sealed record GoTrueUserPage([property: JsonPropertyName("users")] IReadOnlyList<GoTrueUser>? Users);

/// <summary>Nothing, as JSON.</summary>
internal sealed record GoTrueNothing;

/// <summary>What is left out is not sent: null would mean something else.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PasswordGrant))]
[JsonSerializable(typeof(GoTrueSession))]
[JsonSerializable(typeof(GoTrueUser))]
[JsonSerializable(typeof(GoTrueUserPage))]
[JsonSerializable(typeof(NewGoTrueUser))]
[JsonSerializable(typeof(GoTrueChange))]
[JsonSerializable(typeof(GoTrueNothing))]
internal sealed partial class GoTrueJson : JsonSerializerContext;
