using Google.Protobuf;

namespace RelayKit.UnitTests.LiveKit;

/// <summary>Protobuf by field number, apart from our .proto files, so that a wrong number there fails a test.</summary>
internal sealed class WireBytes
{
    private readonly List<byte> _bytes = [];

    public WireBytes Text(int field, string value) => Bytes(field, System.Text.Encoding.UTF8.GetBytes(value));

    public WireBytes Message(int field, WireBytes value) => Bytes(field, value.ToArray());

    public WireBytes Number(int field, long value) => Append(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Every field with its values in order: numbers as long, everything else as bytes.</summary>
    public static ILookup<int, object> Read(byte[] message)
    {
        var fields = new List<(int Field, object Value)>();
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            object value = WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint ? input.ReadInt64() : input.ReadBytes().ToByteArray();
            fields.Add((WireFormat.GetTagFieldNumber(tag), value));
        }

        return fields.ToLookup(field => field.Field, field => field.Value);
    }

    public static string TextOf(object value) => System.Text.Encoding.UTF8.GetString((byte[])value);

    private WireBytes Bytes(int field, byte[] value) => Append(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    });

    private WireBytes Append(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        _bytes.AddRange(stream.ToArray());
        return this;
    }
}
