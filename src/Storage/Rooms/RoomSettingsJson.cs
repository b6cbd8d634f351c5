using System.Text.Json;
using System.Text.Json.Serialization;
using RelayKit.Rooms;

namespace RelayKit.Storage.Rooms;

/// <summary>A room's rules and how it is recorded, as their columns have them: snake_case, what is not set left out. Members are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RoomRules))]
[JsonSerializable(typeof(RoomRecording))]
internal sealed partial class RoomSettingsJson : JsonSerializerContext
{
    public static string? Write(RoomRules? rules) => rules is null ? null : JsonSerializer.Serialize(rules, Default.RoomRules);

    public static RoomRules? ReadRules(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.RoomRules);

    public static string? Write(RoomRecording? recording) => recording is null ? null : JsonSerializer.Serialize(recording, Default.RoomRecording);

    public static RoomRecording? ReadRecording(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.RoomRecording);
}
