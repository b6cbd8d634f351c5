using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>Somebody who is connected, with what only LiveKit knows.</summary>
public sealed record ParticipantDetails
{
    /// <summary><c>psn_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>LiveKit's sid of the connection: <c>PA_…</c>.</summary>
    public string LivekitSid { get; init; } = "";

    /// <summary>Who it is, in the tenant's words.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Display name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>When its media was connected, by LiveKit's clock.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>Free text about it; may be empty.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>Keys and values about it.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What it may do.</summary>
    public Grants Permissions { get; init; } = new();

    /// <summary>The tracks that it publishes.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    /// <summary>By which its usage is added up: the room's labels and those of its token.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
