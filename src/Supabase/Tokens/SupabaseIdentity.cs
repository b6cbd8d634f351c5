namespace RelayKit.Supabase;

/// <summary>Who an access token is of.</summary>
/// <param name="Subject">The user's id.</param>
/// <param name="SessionId">Supabase's session; null in tokens of old projects.</param>
/// <param name="SignedInAt">
/// When the session began, as far as the token says: renewing it gives tokens that are issued later, and signs nobody in. To the second, rounded down.
/// </param>
/// <param name="ExpiresAt">From when on the token is good for nothing.</param>
public sealed record SupabaseIdentity(Guid Subject, Guid? SessionId, DateTimeOffset SignedInAt, DateTimeOffset ExpiresAt);

/// <summary>What an access token says, or why it is not taken.</summary>
/// <param name="Identity">Who it is of; null where it is not taken.</param>
/// <param name="Refusal">Why it is not taken; null where it is.</param>
public readonly record struct TokenReading(SupabaseIdentity? Identity, TokenRefusal? Refusal)
{
    /// <summary>It is taken.</summary>
    public static implicit operator TokenReading(SupabaseIdentity identity) => new(identity, null);

    /// <summary>It is not.</summary>
    public static implicit operator TokenReading(TokenRefusal refusal) => new(null, refusal);
}
