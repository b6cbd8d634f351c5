using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.Supabase;

/// <summary>Claims as GoTrue writes them.</summary>
internal static class Claims
{
    public const string Issuer = "https://project.supabase.example/auth/v1";

    public static readonly Guid Subject = Guid.Parse("7b0d8b0e-7a53-4d7e-9f0e-1f5f3c1f8a11");

    public static JsonObject Of(DateTimeOffset now, Guid? subject = null, string issuer = Issuer)
    {
        var seconds = now.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = "authenticated",
            ["sub"] = (subject ?? Subject).ToString("D"),
            ["iat"] = seconds,
            ["exp"] = seconds + 3600,
            ["email"] = "ada@example.com",
            ["role"] = "authenticated",
            ["aal"] = "aal1",
            ["amr"] = new JsonArray(new JsonObject { ["method"] = "password", ["timestamp"] = seconds }),
            ["session_id"] = "2f1f9e2c-8a55-4f5b-9f3a-0c8d6a1a2b3c",
            ["user_metadata"] = new JsonObject { ["email_verified"] = true, ["role"] = "owner" },
            ["is_anonymous"] = false,
        };
    }

    public static JsonObject With(this JsonObject claims, string name, JsonNode? value)
    {
        claims[name] = value;
        return claims;
    }

    public static JsonObject Without(this JsonObject claims, string name)
    {
        claims.Remove(name);
        return claims;
    }
}
