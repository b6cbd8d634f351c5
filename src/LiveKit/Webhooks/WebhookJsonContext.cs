using System.Text.Json.Serialization;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>
/// Protobuf's JSON, read by generated code: lowerCamelCase as LiveKit writes it, unknown fields skipped. Depth has no bound, because
/// only what is skipped can be deep, and to skip takes no stack.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = int.MaxValue,
    Converters =
    [
        typeof(WireIntegerConverter<long>),
        typeof(WireIntegerConverter<uint>),
        typeof(WireIntegerConverter<int>),
        typeof(WireEnumConverter<Wire.ParticipantInfo.Types.State>),
        typeof(WireEnumConverter<Wire.ParticipantInfo.Types.Kind>),
        typeof(WireEnumConverter<Wire.DisconnectReason>),
        typeof(WireEnumConverter<Wire.TrackType>),
        typeof(WireEnumConverter<Wire.TrackSource>),
        typeof(WireEnumConverter<Wire.StreamInfo.Types.Status>),
        typeof(WireEnumConverter<Wire.EgressStatus>),
        typeof(WireEnumConverter<Wire.IngressInput>),
        typeof(WireEnumConverter<Wire.IngressState.Types.Status>),
    ])]
[JsonSerializable(typeof(WebhookJson))]
[JsonSerializable(typeof(Wire.StreamInfo.Types.Status), TypeInfoPropertyName = "StreamStatus")]
[JsonSerializable(typeof(Wire.StreamInfo.Types.Status?), TypeInfoPropertyName = "NullableStreamStatus")]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
