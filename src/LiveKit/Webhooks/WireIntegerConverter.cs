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
        reader.TokenType is JsonTokenType.Number or JsonTokenType.String && TryParse(ref reader, out var value) ? value : throw new JsonException();

    /// <summary>The integer that a number or a string is; false when it is none, or beyond <typeparamref name="T"/>.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, out T value) =>
        T.TryParse(reader.ValueSpan, Styles, CultureInfo.InvariantCulture, out value);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
}
