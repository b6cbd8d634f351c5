using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>What a token would be.</summary>
public sealed record EffectiveToken
{
    /// <summary>The room that it would lead into.</summary>
    public string Room { get; init; } = "";

    /// <summary>The name that LiveKit knows it by.</summary>
    public string LivekitName { get; init; } = "";

    /// <summary>Who would join with it.</summary>
    public string Identity { get; init; } = "";

    /// <summary>For how long it could be used to join; the room's <c>expires_at</c> may shorten it.</summary>
    public long TtlSeconds { get; init; }

    /// <summary>What it would grant.</summary>
    public Grants Permissions { get; init; } = new();

    /// <summary>By which the participant's usage would be added up: the room's and the token's.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
