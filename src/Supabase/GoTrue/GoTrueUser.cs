using System.Text.Json.Serialization;

namespace RelayKit.Supabase;

/// <summary>A user as Supabase Auth has it. What people can write themselves, <c>user_metadata</c>, is not read.</summary>
/// <param name="Id">Its id: the claim <c>sub</c> of its tokens.</param>
/// <param name="Email">Its address; empty for none.</param>
/// <param name="EmailConfirmedAt">When the address was confirmed; null as long as it was not.</param>
public sealed record GoTrueUser(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("email")] string? Email,
    [property: JsonPropertyName("email_confirmed_at")] DateTimeOffset? EmailConfirmedAt)
{
    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"GoTrueUser {{ {Id} }}";
}

/// <summary>A user who is to be made.</summary>
/// <param name="Id">The id that it is to have.</param>
/// <param name="Email">Its address.</param>
/// <param name="Password">Its password; null where <paramref name="PasswordHash"/> is given.</param>
/// <param name="PasswordHash">bcrypt's hash of it; null where <paramref name="Password"/> is given.</param>
/// <param name="EmailConfirm">Whether the address counts as confirmed. No mail is sent either way.</param>
public sealed record NewGoTrueUser(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("password")] string? Password,
    [property: JsonPropertyName("password_hash")] string? PasswordHash,
    [property: JsonPropertyName("email_confirm")] bool EmailConfirm)
{
    /// <summary>Without address, password and hash, so that no log can hold them.</summary>
    public override string ToString() => $"NewGoTrueUser {{ {Id} }}";
}

/// <summary>What is to change of a user; null leaves it as it is.</summary>
public sealed record GoTrueChange
{
    /// <summary>Another address.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>Another password. All sessions that Supabase has of the user end.</summary>
    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>True: the address counts as confirmed.</summary>
    [JsonPropertyName("email_confirm")]
    public bool? EmailConfirm { get; init; }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(GoTrueChange);
}
