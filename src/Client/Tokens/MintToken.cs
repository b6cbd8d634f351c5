namespace RelayKit.Client;

/// <summary>Asks for a join token.</summary>
public sealed record MintToken
{
    /// <summary>Who joins: 1 to 128 of <c>A-Z a-z 0-9 . _ : - @ +</c>. Take an opaque id rather than an e-mail address.</summary>
    public required string Identity { get; init; }

    /// <summary>Display name, up to 256 bytes.</summary>
    public string? Name { get; init; }

    /// <summary>For how long it can be used to join, 1 to 86,400; left out, 600. Whoever has joined stays.</summary>
    public int? TtlSeconds { get; init; }

    /// <summary><c>host</c>, <c>participant</c> (left out, this one), <c>viewer</c>, or a role of the tenant's own.</summary>
    public string? Role { get; init; }

    /// <summary>In place of a role: each right by itself.</summary>
    public Grants? Permissions { get; init; }

    /// <summary>The participant's metadata, up to 64 KiB.</summary>
    public string? Metadata { get; init; }

    /// <summary>The participant's attributes, up to 64 KiB of keys and values together. Keys that begin with <c>rk.</c> are RelayKit's.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>By which the participant's usage is added up, besides the room's; of one name the token's holds. Nobody in the room can read them.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
