using System.ComponentModel.DataAnnotations;

namespace RelayKit.Webhooks;

/// <summary>How events are sent to tenants' endpoints: <c>RelayKit:TenantWebhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where the options are in the configuration.</summary>
    public const string Section = "RelayKit:TenantWebhooks";

    /// <summary>Whether they may go without TLS: for development. Default: false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether they may go to addresses that are not on the public internet: for development, and where every tenant is trusted. Pages to record and buckets
    /// have switches of their own; <c>RelayKit:Outgoing:AllowPrivateAddresses</c> is one for all that has no other. Default: false.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Endpoints that a tenant may have in each mode. Default: 50.</summary>
    [Range(1, 1000, ErrorMessage = "RelayKit__TenantWebhooks__MaxEndpoints has to be from 1 to 1000.")]
    public int MaxEndpoints { get; set; } = 50;

    /// <summary>For how long a receiver may take to answer, seconds. Default: 15.</summary>
    [Range(1, 20, ErrorMessage = "RelayKit__TenantWebhooks__TimeoutSeconds has to be from 1 to 20.")]
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>
    /// The waits after tries that failed, seconds; after one more than these there is none. Left out: 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24
    /// hours.
    /// </summary>
    [MaxLength(50, ErrorMessage = "RelayKit__TenantWebhooks__RetrySeconds has to be at most 50 numbers.")]
    public IList<int> RetrySeconds { get; } = [];

    /// <summary>Requests that a silo has under way to one endpoint. Default: 10.</summary>
    [Range(1, 100, ErrorMessage = "RelayKit__TenantWebhooks__PerEndpoint has to be from 1 to 100.")]
    public int PerEndpoint { get; set; } = 10;

    /// <summary>Requests that a silo has under way in all. Default: 5000, so that it takes some hundred endpoints that hang before others wait.</summary>
    [Range(1, 100_000, ErrorMessage = "RelayKit__TenantWebhooks__InAll has to be from 1 to 100000.")]
    public int InAll { get; set; } = 5000;
}
