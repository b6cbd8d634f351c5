using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>What a verified token says (LiveKit's claims and video grants; what it leaves out has LiveKit's default).</summary>
internal sealed record TokenClaims
{
    public required string Identity { get; init; }

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Metadata { get; init; } = "";

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public JsonElement Video { get; init; }

    public JsonElement RoomConfig { get; init; }

    public string Room => Text("room");

    public string DestinationRoom => Text("destinationRoom");

    public bool Has(string grant) => Video.ValueKind == JsonValueKind.Object && Video.TryGetProperty(grant, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A grant that is given unless it is denied.</summary>
    public bool HasUnlessDenied(string grant) =>
        Video.ValueKind != JsonValueKind.Object || !Video.TryGetProperty(grant, out var value) || value.ValueKind != JsonValueKind.False;

    public IEnumerable<string> Texts(string grant) =>
        Video.ValueKind == JsonValueKind.Object && Video.TryGetProperty(grant, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => item.GetString() ?? "")
            : [];

    private string Text(string grant) =>
        Video.ValueKind == JsonValueKind.Object && Video.TryGetProperty(grant, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
