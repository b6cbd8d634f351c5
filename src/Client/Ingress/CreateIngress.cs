namespace RelayKit.Client;

/// <summary>Asks for an ingress. Its text does not show the address, which may carry credentials.</summary>
public sealed record CreateIngress
{
    /// <summary>The room that it leads to.</summary>
    public required string Room { get; init; }

    /// <summary>How the stream comes in.</summary>
    public required IngressKind Kind { get; init; }

    /// <summary>Who the stream is in the room: 1 to 128 of <c>A-Z a-z 0-9 . _ : - @ +</c>.</summary>
    public required string Identity { get; init; }

    /// <summary>The name that it is shown under, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Of <see cref="IngressKind.Url"/>, the address: http, https or srt.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew; left out, it does, but for WHIP. Only WHIP takes false.</summary>
    public bool? EnableTranscoding { get; init; }

    /// <summary>Without the address.</summary>
    public override string ToString() => $"{nameof(CreateIngress)} {{ {Room}, {Kind} }}";
}
