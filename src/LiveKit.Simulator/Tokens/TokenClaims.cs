using System.Text.Json;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>What a verified token says (LiveKit's claims and video grants; what it leaves out has LiveKit's default).</summary>
internal sealed record TokenClaims
{
    public required string Identity { get; init; }

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Metadata { get; init; } = "";

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The claim <c>video</c>: an object, or undefined when the token has none.</summary>
    public JsonElement Video { get; init; }

    public RoomConfiguration? RoomConfig { get; init; }

    public string Room => Text("room");

    public string DestinationRoom => Text("destinationRoom");

    public bool Says(string grant) => Find(grant).ValueKind is JsonValueKind.True or JsonValueKind.False;

    public bool Has(string grant) => Find(grant).ValueKind == JsonValueKind.True;

    /// <summary>A grant that is given unless it is denied.</summary>
    public bool HasUnlessDenied(string grant) => Find(grant).ValueKind != JsonValueKind.False;

    public IEnumerable<string> Texts(string grant) => Find(grant) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "")
        : [];

    private string Text(string grant) => Find(grant) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private JsonElement Find(string grant) =>
        Video.ValueKind == JsonValueKind.Object && Video.TryGetProperty(grant, out var value) ? value : default;
}
