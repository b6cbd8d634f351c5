namespace RelayKit.LiveKit;

/// <summary>One LiveKit cluster: how to call it, where apps connect, and whose tokens it takes.</summary>
public sealed class LiveKitCluster
{
    /// <summary>A cluster of the given parts.</summary>
    public LiveKitCluster(string name, string publicUrl, ILiveKitClient client, AccessTokenIssuer tokens, IReadOnlyList<WebhookKey> keys)
    {
        Name = name;
        PublicUrl = publicUrl;
        Client = client;
        Tokens = tokens;
        Keys = keys;
        Seal = new AttributeSeal(keys.Select(static key => key.ApiSecret));
    }

    /// <summary>What RelayKit's configuration calls it.</summary>
    public string Name { get; }

    /// <summary>Where end users' apps connect: ws or wss, without a slash at the end.</summary>
    public string PublicUrl { get; }

    /// <summary>Its room API.</summary>
    public ILiveKitClient Client { get; }

    /// <summary>Its egress API.</summary>
    /// <exception cref="InvalidOperationException">It was made without one.</exception>
    public ILiveKitEgressClient Egress
    {
        get => field ?? throw new InvalidOperationException($"The cluster {Name} was made without a client for egress.");
        init;
    }

    /// <summary>Its nodes' metrics; null where none are configured.</summary>
    public ILiveKitMetrics? Metrics { get; init; }

    /// <summary>Its ingress API.</summary>
    /// <exception cref="InvalidOperationException">It was made without one.</exception>
    public ILiveKitIngressClient Ingress
    {
        get => field ?? throw new InvalidOperationException($"The LiveKit cluster '{Name}' was made without ingress.");
        init;
    }

    /// <summary>Issues tokens that it accepts.</summary>
    public AccessTokenIssuer Tokens { get; }

    /// <summary>Seals attributes under its main key, and opens what any of its keys has sealed.</summary>
    public AttributeSeal Seal { get; }

    /// <summary>Every key that it may sign webhooks with, the main one first.</summary>
    internal IReadOnlyList<WebhookKey> Keys { get; }
}
