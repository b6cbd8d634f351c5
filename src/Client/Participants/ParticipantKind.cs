using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What kind of participant it is. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ParticipantKind>))]
public readonly record struct ParticipantKind(string Text) : IWord<ParticipantKind>
{
    /// <summary>A person's app.</summary>
    public static ParticipantKind Standard => new("standard");

    /// <summary>A telephone.</summary>
    public static ParticipantKind Sip => new("sip");

    /// <summary>A stream that is fed in.</summary>
    public static ParticipantKind Ingress => new("ingress");

    /// <summary>A recorder; metered and not billed.</summary>
    public static ParticipantKind Egress => new("egress");

    /// <summary>An agent; metered and not billed.</summary>
    public static ParticipantKind Agent => new("agent");

    static ParticipantKind IWord<ParticipantKind>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
