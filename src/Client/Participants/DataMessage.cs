using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Asks to send a message to the apps in a room. Nothing of it is stored or logged.</summary>
public sealed record DataMessage
{
    /// <summary>The message as text, up to 15 KiB; give this or <see cref="Bytes"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The message as bytes, up to 15 KiB; give these or <see cref="Text"/>.</summary>
    [JsonPropertyName("base64")]
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>What the apps sort messages by, up to 256 characters.</summary>
    public string? Topic { get; init; }

    /// <summary>Who gets it, up to 1,000; left out, everybody.</summary>
    public IReadOnlyList<string>? Identities { get; init; }

    /// <summary>Whether what is lost is sent again; left out, it is. What is not may be at most 1,300 bytes.</summary>
    public bool? Reliable { get; init; }

    /// <summary>Says nothing of the message, which is nobody else's.</summary>
    public override string ToString() => nameof(DataMessage);
}
