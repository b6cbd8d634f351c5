namespace RelayKit.LiveKit;

/// <summary>The LiveKit clusters that RelayKit speaks to (configuration section <c>RelayKit:LiveKit</c>, a list).</summary>
public sealed class LiveKitOptions
{
    /// <summary>Where the list stands in the configuration.</summary>
    public const string SectionName = "RelayKit:LiveKit";

    /// <summary>The clusters in the order of the configuration; the first is the default.</summary>
    public IList<LiveKitClusterOptions> Clusters { get; } = [];
}

/// <summary>One LiveKit cluster.</summary>
public sealed class LiveKitClusterOptions
{
    /// <summary>What RelayKit calls the cluster; unique.</summary>
    public string Name { get; set; } = "default";

    /// <summary>Where RelayKit reaches LiveKit's API: http, https, ws or wss, with a path if LiveKit stands under one.</summary>
    public string? Url { get; set; }

    /// <summary>Where end users' apps connect. Left out, it is <see cref="Url"/>. In both cases http becomes ws, and https wss.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The API key under which RelayKit calls and issues tokens.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The API key's secret; LiveKit advises 32 bytes or more.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>Other keys that the cluster may sign webhooks with, as while a key is being replaced.</summary>
    public IList<LiveKitKeyOptions> AdditionalKeys { get; } = [];

    /// <summary>
    /// The Prometheus endpoints of its nodes (LiveKit's <c>prometheus.port</c>), one for each, e.g. <c>http://10.0.0.5:6789/metrics</c>. None:
    /// bandwidth is not measured.
    /// </summary>
    public IList<string> MetricsUrls { get; } = [];

    /// <summary>LiveKit's <c>prometheus.username</c>; to be set together with <see cref="MetricsPassword"/>.</summary>
    public string? MetricsUsername { get; set; }

    /// <summary>LiveKit's <c>prometheus.password</c>.</summary>
    public string? MetricsPassword { get; set; }

    /// <summary>Where this entry stands in the configuration, as in <c>RelayKit__LiveKit__0</c>, so that an error can name it.</summary>
    internal string ConfigurationKey { get; set; } = "";
}

/// <summary>An API key with its secret.</summary>
public sealed class LiveKitKeyOptions
{
    /// <summary>The API key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Its secret.</summary>
    public string? ApiSecret { get; set; }
}
