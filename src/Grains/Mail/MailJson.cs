using System.Text.Json.Serialization;

namespace RelayKit.Mail;

/// <summary>Mails as they are sealed. Fields are only ever added: what an older release has sealed a newer one sends.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailEnvelope))]
internal sealed partial class MailJson : JsonSerializerContext;
