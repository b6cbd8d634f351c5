using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>An end user was erased. Nothing here says who.</summary>
public sealed record EndUserErasure
{
    /// <summary><c>ers_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ErasedAt { get; init; }

    /// <summary>Rows that were removed, or of which the person was taken out, by table.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>The same as a JWS, which the keys of <c>/.well-known/relaykit-certificates.json</c> verify.</summary>
    public string Certificate { get; init; } = "";
}
