using System.Text.Json;
using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Reads and writes a word as the text that it is.</summary>
/// <typeparam name="T">The kind of word.</typeparam>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, IWord<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Of(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
