using System.Text.Json;
using System.Text.Json.Serialization;
using RelayKit.Rooms;

namespace RelayKit.Storage.Rooms;

/// <summary>A room's rules as their column has them: snake_case, what is not set left out. Members are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RoomRules))]
internal sealed partial class RoomRulesJson : JsonSerializerContext
{
    public static string? Write(RoomRules? rules) => rules is null ? null : JsonSerializer.Serialize(rules, Default.RoomRules);

    public static RoomRules? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.RoomRules);
}
