namespace RelayKit.Client;

/// <summary>Asks for a webhook endpoint.</summary>
public sealed record CreateWebhookEndpoint
{
    /// <summary>Where events are sent: an https address with a host on the public internet.</summary>
    public required string Url { get; init; }

    /// <summary>What it is for, up to 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Which events it gets: types such as <see cref="Client.EventTypes.RecordingCompleted"/>, all of a resource such as <c>recording.*</c>. Left out, all.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>Whether events are sent. Left out, true.</summary>
    public bool? Enabled { get; init; }
}
