using System.Collections.Immutable;

namespace RelayKit.Rooms;

/// <summary>A message from the tenant's backend to apps in a room. It passes through: nothing of it is stored or logged.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.DataMessage")]
public sealed record DataMessage
{
    /// <summary>The message as the apps get it.</summary>
    [Id(0)]
    public required ImmutableArray<byte> Payload { get; init; }

    /// <summary>What apps sort messages by; null for none.</summary>
    [Id(1)]
    public string? Topic { get; init; }

    /// <summary>Who gets it; empty for everybody.</summary>
    [Id(2)]
    public ImmutableArray<string> Identities { get; init; } = [];

    /// <summary>Whether what is lost is sent again.</summary>
    [Id(3)]
    public bool Reliable { get; init; } = true;

    /// <summary>Without the payload, so that no log can hold it.</summary>
    public override string ToString() => $"DataMessage {{ {Payload.Length} bytes }}";
}
