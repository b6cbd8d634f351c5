using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RelayKit.LiveKit;

/// <summary>
/// Protobuf's integers: as a number or, since JavaScript holds no 64 bits, as a string of one. <c>1.0</c> and <c>1e3</c> are integers
/// as well; <c>1.5</c> is none.
/// </summary>
internal sealed class WireIntegerConverter<T> : JsonConverter<T>
    where T : struct, IBinaryInteger<T>
{
    private const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Number or JsonTokenType.String
        && T.TryParse(reader.ValueSpan, Styles, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
}
