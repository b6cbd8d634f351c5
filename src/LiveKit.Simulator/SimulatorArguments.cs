using RelayKit.LiveKit.Simulator.ObjectStore;

namespace RelayKit.LiveKit.Simulator;

/// <summary>
/// Reads the options from the environment (<c>LIVEKIT_KEYS</c>, <c>LIVEKIT_WEBHOOK_URLS</c>, <c>LIVEKIT_WEBHOOK_API_KEY</c>,
/// <c>ASPNETCORE_URLS</c>, and the object store's key) and from arguments, which win; addresses and keys of both are put together.
/// </summary>
internal sealed class SimulatorArguments
{
    private const StringSplitOptions WithoutBlanks = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly List<Uri> _webhookUrls = [];
    private readonly ObjectStoreArguments _objectStore;
    private string? _webhookApiKey;
    private string _urls = SimulatorOptions.DefaultUrls;

    private SimulatorArguments(Func<string, string?> environment) => _objectStore = new ObjectStoreArguments(environment);

    /// <summary>Null, with the reason, when LiveKit would not start with them either.</summary>
    public static SimulatorOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string? error)
    {
        var arguments = new SimulatorArguments(environment);
        arguments.AddKeys(environment("LIVEKIT_KEYS") ?? "");
        foreach (var url in (environment("LIVEKIT_WEBHOOK_URLS") ?? "").Split(',', WithoutBlanks))
        {
            arguments.AddWebhookUrl(url);
        }

        arguments._webhookApiKey = environment("LIVEKIT_WEBHOOK_API_KEY");
        arguments._urls = environment("ASPNETCORE_URLS") ?? arguments._urls;
        error = arguments.TakeAll(args);
        if (error is not null)
        {
            return null;
        }

        var options = new SimulatorOptions
        {
            Keys = arguments._keys,
            WebhookUrls = arguments._webhookUrls,
            WebhookApiKey = arguments._webhookApiKey,
            Urls = arguments._urls,
            ObjectStore = arguments._objectStore.Options(),
        };
        error = options.Problem;
        return error is null ? options : null;
    }

    /// <summary>Both <c>--name value</c> and <c>--name=value</c>.</summary>
    private string? TakeAll(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            if (parts.Length == 1 && i + 1 == args.Count)
            {
                return $"{args[i]} needs a value";
            }

            if (!TryTake(parts[0], parts.Length == 2 ? parts[1] : args[++i]))
            {
                return $"unknown option {parts[0]}; there are --keys, --webhook-url, --webhook-api-key, --urls and those of --s3-";
            }
        }

        return null;
    }

    private bool TryTake(string name, string value)
    {
        switch (name)
        {
            case "--keys": AddKeys(value); return true;
            case "--webhook-url": AddWebhookUrl(value); return true;
            case "--webhook-api-key": _webhookApiKey = value; return true;
            case "--urls": _urls = value; return true;
            default: return _objectStore.TryTake(name, value);
        }
    }

    /// <summary>Lines of <c>key: secret</c>; a backslash and an n end a line too, for shells that keep them apart.</summary>
    private void AddKeys(string lines)
    {
        foreach (var line in lines.Split(["\n", "\\n"], WithoutBlanks))
        {
            var parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
            _keys[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }
    }

    private void AddWebhookUrl(string url) => _webhookUrls.Add(new Uri(url, UriKind.RelativeOrAbsolute));
}
