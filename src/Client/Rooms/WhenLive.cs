using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What becomes of the session that goes on when its room is deleted. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<WhenLive>))]
public readonly record struct WhenLive(string Text) : IWord<WhenLive>
{
    /// <summary>It is ended.</summary>
    public static WhenLive End => new("end");

    /// <summary>The room stays, and the call is refused with <c>room_is_live</c>.</summary>
    public static WhenLive Fail => new("fail");

    /// <summary>It goes on without newcomers; the room is deleted when it is over.</summary>
    public static WhenLive After => new("after");

    static WhenLive IWord<WhenLive>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
