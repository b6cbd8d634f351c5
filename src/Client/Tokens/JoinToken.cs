namespace RelayKit.Client;

/// <summary>A join token and where to use it.</summary>
public sealed record JoinToken
{
    /// <summary>A LiveKit access token.</summary>
    public string Token { get; init; } = "";

    /// <summary>LiveKit's address, for any LiveKit SDK.</summary>
    public string Url { get; init; } = "";

    /// <summary>The room that it leads into.</summary>
    public string Room { get; init; } = "";

    /// <summary>Who joins with it.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Until when it opens a connection. Whoever has joined stays.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Says whose token it is and not the token, which opens a door.</summary>
    public override string ToString() => $"{nameof(JoinToken)} of {Identity} for {Room}";
}
