namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>A refusal in LiveKit's words: a Twirp code and its text.</summary>
internal sealed class NodeException(string code, string message, IReadOnlyDictionary<string, string>? meta = null) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyDictionary<string, string>? Meta { get; } = meta;

    public static NodeException NoRoom() => new("not_found", "requested room does not exist");

    public static NodeException NoParticipant() => new("not_found", "participant does not exist");

    public static NodeException NoAnswer() => new("unavailable", "no response from servers");

    /// <summary>As Twirp's own constructor renders it: argument, space, message, the space also before an empty message.</summary>
    public static NodeException InvalidArgument(string argument, string message) =>
        new("invalid_argument", $"{argument} {message}", new Dictionary<string, string> { ["argument"] = argument });
}
