using Google.Protobuf;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>Protobuf's JSON as Twirp speaks it: answers in snake_case with default values, questions in either spelling.</summary>
internal static class WireJson
{
    public static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    public static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
}
