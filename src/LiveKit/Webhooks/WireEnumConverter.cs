using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.Reflection;

namespace RelayKit.LiveKit;

/// <summary>
/// Protobuf's enums: as a name of the .proto files or as a number. A name that they do not have leaves zero; a number is kept.
/// </summary>
internal sealed class WireEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    // No name has a sixth of it, so that even one whose characters are all escaped (\u0041) fits.
    private const int MaxLength = 256;

    // Looked up by characters on the stack: a string per value would be garbage at once.
    private static readonly FrozenDictionary<string, TEnum>.AlternateLookup<ReadOnlySpan<char>> ByName = Names()
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => Named(ref reader),
        JsonTokenType.Number when WireIntegerConverter<int>.TryParse(ref reader, out var number) => Unsafe.BitCast<int, TEnum>(number),
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static TEnum Named(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxLength)
        {
            return default;
        }

        Span<char> name = stackalloc char[MaxLength];
        return ByName.TryGetValue(name[..reader.CopyString(name)], out var value) ? value : default;
    }

    private static FrozenDictionary<string, TEnum> Names() => typeof(TEnum)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(
            field => field.GetCustomAttribute<OriginalNameAttribute>()!.Name, field => (TEnum)field.GetValue(null)!, StringComparer.Ordinal);
}
