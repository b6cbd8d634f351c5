using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Stops a start with managed storage that could not be used. Quotes no key.</summary>
internal sealed class ManagedStorageOptionsValidator : IValidateOptions<ManagedStorageOptions>
{
    private const string Setting = "RelayKit__ManagedStorage__";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ManagedStorageOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ManagedStorageOptions options)
    {
        if (!options.IsConfigured)
        {
            if (options is { Endpoint.Length: > 0 } or { AccessKeyId.Length: > 0 } or { SecretAccessKey.Length: > 0 })
            {
                yield return $"{Setting}Bucket is not set, though other keys of managed storage are. Name the bucket, or remove them all.";
            }

            yield break;
        }

        if (BucketRules.BucketFault(options.Bucket!) is { } bucket)
        {
            yield return $"{Setting}Bucket {bucket}";
        }

        if (BucketRules.RegionFault(options.Region) is { } region)
        {
            yield return $"{Setting}Region {region}";
        }

        if (options.Endpoint is { Length: > 0 } endpoint && BucketRules.EndpointFault(endpoint, allowHttp: true) is { } address)
        {
            yield return $"{Setting}Endpoint {address}";
        }

        if (string.IsNullOrWhiteSpace(options.AccessKeyId))
        {
            yield return $"{Setting}AccessKeyId is not set: it is the id of a key that may put, get, list and delete in the bucket.";
        }

        if (string.IsNullOrWhiteSpace(options.SecretAccessKey))
        {
            yield return $"{Setting}SecretAccessKey is not set: it is the secret of the key of {Setting}AccessKeyId.";
        }

        if (!IsPrefix(options.Prefix))
        {
            yield return $"{Setting}Prefix has to be empty, or steps of plain letters that end in a slash, such as recordings/.";
        }

        if (options.RescuePrefix is { } rescue && !(rescue.Length > 0 && IsPrefix(rescue)))
        {
            yield return $"{Setting}RescuePrefix has to be steps of plain letters that end in a slash, such as rescue/.";
        }

        if (options.RescuePrefix is { Length: > 0 } below && options.Prefix.Length > 0
            && (below.StartsWith(options.Prefix, StringComparison.Ordinal) || options.Prefix.StartsWith(below, StringComparison.Ordinal)))
        {
            yield return $"{Setting}RescuePrefix and {Setting}Prefix lie within each other; give each a place of its own, such as recordings/ and rescue/.";
        }

        if (options.RetentionDays is < 1 or > 3650)
        {
            yield return $"{Setting}RetentionDays has to be 1 to 3650; leave it out to keep files until their tenant removes them.";
        }
    }

    private static bool IsPrefix(string prefix) => prefix.Length == 0 || (prefix[^1] == '/' && ObjectKey.IsPath(prefix.AsSpan()[..^1]));
}
