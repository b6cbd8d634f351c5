using System.Diagnostics.CodeAnalysis;

namespace RelayKit.LiveKit;

/// <summary>Whether a webhook is LiveKit's, and which cluster's.</summary>
public readonly record struct WebhookVerification
{
    private WebhookVerification(WebhookRejection rejection, string? cluster, string? apiKey)
    {
        Rejection = rejection;
        Cluster = cluster;
        ApiKey = apiKey;
    }

    /// <summary>Why not; <see cref="WebhookRejection.None"/> when it is.</summary>
    public WebhookRejection Rejection { get; }

    /// <summary>Name of the cluster in RelayKit's configuration.</summary>
    public string? Cluster { get; }

    /// <summary>The API key that signed.</summary>
    public string? ApiKey { get; }

    /// <summary>Whether the body may be believed.</summary>
    [MemberNotNullWhen(true, nameof(Cluster), nameof(ApiKey))]
    public bool IsValid => Rejection == WebhookRejection.None && Cluster is not null && ApiKey is not null;

    internal static WebhookVerification Accept(WebhookKey key) => new(WebhookRejection.None, key.Cluster, key.ApiKey);

    internal static WebhookVerification Reject(WebhookRejection rejection) => new(rejection, null, null);
}
