using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RelayKit.Api.Requests;

/// <summary>Instants in RFC 3339: written in UTC with milliseconds, read with any offset but never without one.</summary>
internal sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    /// <summary>Of <c>2026-11-23T15:04:05.000Z</c>.</summary>
    private const int Length = 24;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        return text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _]
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);
    }

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var instant)
            ? instant
            : throw new JsonException("is not an RFC 3339 time with an offset, such as 2026-11-23T15:04:05.000Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // "O" has a fast way of its own, and a format that is spelt out has not: its seven digits of a second are cut to three.
        Span<byte> text = stackalloc byte[28];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z';
        writer.WriteStringValue(text[..Length]);
    }
}
