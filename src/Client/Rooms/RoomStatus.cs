using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What a room is doing. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<RoomStatus>))]
public readonly record struct RoomStatus(string Text) : IWord<RoomStatus>
{
    /// <summary>Nobody is in it.</summary>
    public static RoomStatus Idle => new("idle");

    /// <summary>A session goes on in it.</summary>
    public static RoomStatus Live => new("live");

    /// <summary>It was deleted.</summary>
    public static RoomStatus Closed => new("closed");

    static RoomStatus IWord<RoomStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
