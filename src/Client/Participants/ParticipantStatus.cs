using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whether somebody is in the room. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ParticipantStatus>))]
public readonly record struct ParticipantStatus(string Text) : IWord<ParticipantStatus>
{
    /// <summary>It is there.</summary>
    public static ParticipantStatus Connected => new("connected");

    /// <summary>It was there.</summary>
    public static ParticipantStatus Disconnected => new("disconnected");

    static ParticipantStatus IWord<ParticipantStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
