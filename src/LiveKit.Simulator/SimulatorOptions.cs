namespace RelayKit.LiveKit.Simulator;

/// <summary>How the simulator is set up: what of a LiveKit server's configuration it knows, under the server's own names.</summary>
public sealed record SimulatorOptions
{
    /// <summary>API keys and their secrets (<c>LIVEKIT_KEYS</c> or <c>--keys</c>: lines of <c>key: secret</c>).</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Where webhooks go (<c>LIVEKIT_WEBHOOK_URLS</c>, comma separated, or <c>--webhook-url</c>, repeatable).</summary>
    public IReadOnlyList<Uri> WebhookUrls { get; init; } = [];

    /// <summary>The key that signs webhooks (<c>LIVEKIT_WEBHOOK_API_KEY</c> or <c>--webhook-api-key</c>).</summary>
    public string? WebhookApiKey { get; init; }

    /// <summary>The address to listen on (<c>--urls</c>). Default: LiveKit's port on loopback. Port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:7880";

    /// <summary>Reads arguments and environment; null, with the reason, when a server would not start with them either.</summary>
    public static SimulatorOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string? error)
    {
        var keys = environment("LIVEKIT_KEYS");
        var urls = environment("LIVEKIT_WEBHOOK_URLS")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList() ?? [];
        var webhookKey = environment("LIVEKIT_WEBHOOK_API_KEY");
        var listen = "http://127.0.0.1:7880";
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
            {
                error = $"{args[i]} needs a value";
                return null;
            }

            switch (args[i])
            {
                case "--keys": keys = args[i + 1]; break;
                case "--webhook-url": urls.Add(args[i + 1]); break;
                case "--webhook-api-key": webhookKey = args[i + 1]; break;
                case "--urls": listen = args[i + 1]; break;
                default:
                    error = $"unknown option {args[i]}; there are --keys, --webhook-url, --webhook-api-key and --urls";
                    return null;
            }
        }

        return Check(keys, urls, webhookKey, listen, out error);
    }

    private static SimulatorOptions? Check(string? keys, List<string> urls, string? webhookKey, string listen, out string? error)
    {
        var parsed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (keys ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
            {
                error = "LIVEKIT_KEYS has to be lines of 'key: secret'";
                return null;
            }

            parsed[parts[0]] = parts[1];
        }

        var addresses = urls.ConvertAll(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : null);
        error = parsed.Count == 0 ? "one of LIVEKIT_KEYS or --keys must be provided"
            : addresses.Contains(null) ? "a webhook url is not an absolute URL"
            : addresses.Count > 0 && (webhookKey is null || !parsed.ContainsKey(webhookKey)) ? "unknown api key in webhook config"
            : null;
        return error is not null ? null : new SimulatorOptions
        {
            Keys = parsed,
            WebhookUrls = [.. addresses.OfType<Uri>()],
            WebhookApiKey = webhookKey,
            Urls = listen,
        };
    }
}
