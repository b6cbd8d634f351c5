using Microsoft.Extensions.Options;

namespace RelayKit.LiveKit;

/// <summary>Says everything that is wrong with the clusters' configuration at once, by the names an operator sets. Secrets are never quoted.</summary>
internal sealed class LiveKitOptionsValidation : IValidateOptions<LiveKitOptions>
{
    public ValidateOptionsResult Validate(string? name, LiveKitOptions options)
    {
        if (options.Clusters.Count == 0)
        {
            return ValidateOptionsResult.Fail(
                "No LiveKit server is configured: set RelayKit__LiveKit__0__Url, RelayKit__LiveKit__0__ApiKey and RelayKit__LiveKit__0__ApiSecret.");
        }

        var failures = options.Clusters.SelectMany(Failures)
            .Concat(Repeated(Names(options), "cluster name"))
            .Concat(Repeated(ApiKeys(options), "API key"))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(LiveKitClusterOptions cluster)
    {
        var required = new List<(string Key, string? Value)>
        {
            ($"{cluster.ConfigurationKey}__Name", cluster.Name),
            ($"{cluster.ConfigurationKey}__Url", cluster.Url),
            ($"{cluster.ConfigurationKey}__ApiKey", cluster.ApiKey),
            ($"{cluster.ConfigurationKey}__ApiSecret", cluster.ApiSecret),
        };
        foreach (var (key, index) in cluster.AdditionalKeys.Select((key, index) => (key, index)))
        {
            required.Add(($"{cluster.ConfigurationKey}__AdditionalKeys__{index}__ApiKey", key.ApiKey));
            required.Add(($"{cluster.ConfigurationKey}__AdditionalKeys__{index}__ApiSecret", key.ApiSecret));
        }

        var missing = required.Where(setting => string.IsNullOrWhiteSpace(setting.Value)).Select(setting => $"{setting.Key} is not set.");
        var addresses = new[] { ("Url", cluster.Url), ("PublicUrl", cluster.PublicUrl) }
            .Where(setting => !string.IsNullOrWhiteSpace(setting.Item2) && !LiveKitUrl.IsValid(setting.Item2))
            .Select(setting => $"{cluster.ConfigurationKey}__{setting.Item1} must be an absolute http, https, ws or wss URL "
                + "without user name, query or fragment.");
        return missing.Concat(addresses).Concat(MetricsFailures(cluster));
    }

    private static IEnumerable<string> MetricsFailures(LiveKitClusterOptions cluster)
    {
        for (var i = 0; i < cluster.MetricsUrls.Count; i++)
        {
            if (!LiveKitUrl.IsValidForHttp(cluster.MetricsUrls[i]))
            {
                yield return $"{cluster.ConfigurationKey}__MetricsUrls__{i} must be an absolute http or https URL without user name, query or fragment.";
            }
        }

        if (string.IsNullOrEmpty(cluster.MetricsUsername) != string.IsNullOrEmpty(cluster.MetricsPassword))
        {
            yield return $"{cluster.ConfigurationKey}__MetricsUsername and {cluster.ConfigurationKey}__MetricsPassword must both be set, or neither.";
        }
    }

    private static IEnumerable<(string Key, string? Value)> Names(LiveKitOptions options) =>
        options.Clusters.Select(cluster => ($"{cluster.ConfigurationKey}__Name", (string?)cluster.Name));

    private static IEnumerable<(string Key, string? Value)> ApiKeys(LiveKitOptions options) =>
        options.Clusters.SelectMany(cluster => cluster.AdditionalKeys
            .Select((key, index) => ($"{cluster.ConfigurationKey}__AdditionalKeys__{index}__ApiKey", key.ApiKey))
            .Prepend(($"{cluster.ConfigurationKey}__ApiKey", cluster.ApiKey)));

    private static IEnumerable<string> Repeated(IEnumerable<(string Key, string? Value)> settings, string what) =>
        settings.Where(setting => !string.IsNullOrWhiteSpace(setting.Value))
            .GroupBy(setting => setting.Value, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"{string.Join(" and ", same.Select(setting => setting.Key))} are the same {what}, '{same.Key}'; each must be its own.");
}
