using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.ObjectStore;

namespace RelayKit.LiveKit.Simulator;

/// <summary>How the simulator is set up: what of a LiveKit server's configuration it knows, under the server's own names.</summary>
public sealed record SimulatorOptions
{
    /// <summary>LiveKit's port, on loopback.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7880";

    /// <summary>API keys and their secrets.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Where webhooks go: each event to each of them.</summary>
    public IReadOnlyList<Uri> WebhookUrls { get; init; } = [];

    /// <summary>Which of <see cref="Keys"/> signs webhooks; needed as soon as there is an address.</summary>
    public string? WebhookApiKey { get; init; }

    /// <summary>The address to listen on. Default: <see cref="DefaultUrls"/>. Port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The egress workers beside the server.</summary>
    public EgressWorkerOptions Egress { get; init; } = new();

    /// <summary>The object store beside it, at an address of its own; null for none.</summary>
    public ObjectStoreOptions? ObjectStore { get; init; }

    /// <summary>Why a server would not start with these options; null when it would.</summary>
    public string? Problem =>
        Keys.Count == 0 ? "one of LIVEKIT_KEYS or --keys must be provided"
        : Keys.Any(pair => pair.Key.Length == 0 || pair.Value.Length == 0) ? "keys have to be lines of 'key: secret'"
        : WebhookUrls.FirstOrDefault(url => !url.IsAbsoluteUri || url.Scheme is not ("http" or "https")) is { } url
            ? $"webhook url '{url}' is not an http or https address"
        : WebhookUrls.Count > 0 && (WebhookApiKey is null || !Keys.ContainsKey(WebhookApiKey)) ? "unknown api key in webhook config"
        : ObjectStore?.Problem;
}
