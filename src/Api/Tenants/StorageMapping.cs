using System.Text.RegularExpressions;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.ObjectStorage;

namespace RelayKit.Api.Tenants;

/// <summary>From requests to a bucket, and from its faults to problems.</summary>
internal static partial class StorageMapping
{
    /// <summary>What is wrong with fields, alone and together.</summary>
    public static void Check(SetStorageRequest asked, ITenantStorageSettings settings, FieldErrors errors)
    {
        if (asked.Endpoint is { Length: > 0 } endpoint)
        {
            Add(errors, "/endpoint", BucketRules.EndpointFault(endpoint, settings.AllowsPrivateAddresses));
        }

        Add(errors, "/region", asked.Region is { Length: > 0 } region ? BucketRules.RegionFault(region) : null);
        Add(errors, "/bucket", asked.Bucket is { Length: > 0 } bucket ? BucketRules.BucketFault(bucket) : null);
        if (asked.Prefix is { Length: > 0 } prefix && !ObjectKey.IsPath(prefix.EndsWith('/') ? prefix.AsSpan()[..^1] : prefix))
        {
            errors.Add("/prefix", "has to be steps between slashes, of letters, digits, spaces within and ! - _ . = @ + : ( ) , and none empty or of dots alone; no slash stands at the begin");
        }

        if (asked.KeyTemplate is { } template && !KeyTemplate.TryParse(template, out _, out var reason))
        {
            errors.Add("/key_template", $"is no template. {reason}");
        }

        if (asked.RoleArn is { Length: > 0 } role)
        {
            CheckRole(asked, role, settings, errors);
        }
        else
        {
            CheckKey(asked, errors);
        }
    }

    /// <summary>What is to be saved of a request that was checked.</summary>
    public static NewStorage ToStorage(SetStorageRequest asked)
    {
        var isRole = asked.RoleArn is { Length: > 0 };
        _ = KeyTemplate.TryParse(asked.KeyTemplate ?? KeyTemplate.Default.Text, out var template, out _);
        return new NewStorage
        {
            Endpoint = asked.Endpoint is { Length: > 0 } endpoint ? new Uri(endpoint) : null,
            Region = asked.Region!,
            Bucket = asked.Bucket!,
            ForcePathStyle = asked.ForcePathStyle ?? false,
            Prefix = asked.Prefix is { Length: > 0 } prefix ? prefix.TrimEnd('/') + "/" : "",
            KeyTemplate = template,
            AccessKeyId = isRole ? null : asked.AccessKeyId,
            SecretAccessKey = isRole ? null : asked.SecretAccessKey,
            RoleArn = isRole ? asked.RoleArn : null,
        };
    }

    /// <summary>A bucket's fault, at the field that mends it.</summary>
    public static ProblemResult ToProblem(StorageFault fault, bool hasEndpoint, bool hasRole)
    {
        var (kind, field) = fault.Kind switch
        {
            StorageFaultKind.Unreachable => (ProblemKinds.StorageUnreachable, hasEndpoint ? "endpoint" : "region"),
            StorageFaultKind.TimedOut => (ProblemKinds.StorageTimedOut, "endpoint"),
            StorageFaultKind.PrivateAddress => (ProblemKinds.StoragePrivateAddress, "endpoint"),
            StorageFaultKind.BadCertificate => (ProblemKinds.StorageBadCertificate, "endpoint"),
            StorageFaultKind.Redirected => (ProblemKinds.StorageRedirected, "endpoint"),
            StorageFaultKind.WrongRegion => (ProblemKinds.StorageWrongRegion, "region"),
            StorageFaultKind.WrongKey => (ProblemKinds.StorageWrongKey, "access_key_id"),
            StorageFaultKind.NoSuchBucket => (ProblemKinds.StorageNoBucket, "bucket"),
            StorageFaultKind.NotAllowed => (ProblemKinds.StorageNotAllowed, hasRole ? "role_arn" : "access_key_id"),
            StorageFaultKind.RoleRefused => (ProblemKinds.StorageRoleRefused, "role_arn"),
            StorageFaultKind.Unavailable => (ProblemKinds.StorageUnavailable, "endpoint"),
            _ => (ProblemKinds.StorageNotS3, "endpoint"),
        };
        return new ProblemResult(kind, fault.Detail, [new FieldError($"/{fault.Setting ?? field}", fault.Detail)]);
    }

    private static void CheckRole(SetStorageRequest asked, string role, ITenantStorageSettings settings, FieldErrors errors)
    {
        if (!Arn().IsMatch(role))
        {
            errors.Add("/role_arn", "has to be the ARN of a role, such as arn:aws:iam::123456789012:role/recordings");
        }
        else if (!settings.TakesRoles)
        {
            errors.Add("/role_arn", "cannot be used: the operator has no key that takes on roles. Give access_key_id and secret_access_key, or ask the operator");
        }

        if (asked.AccessKeyId is { Length: > 0 } || asked.SecretAccessKey is { Length: > 0 })
        {
            errors.Add("/access_key_id", "is given beside role_arn; give one of the two");
        }
    }

    private static void CheckKey(SetStorageRequest asked, FieldErrors errors)
    {
        if (errors.Require(asked.AccessKeyId, "/access_key_id", "give the id of a key, or role_arn") && !KeyId().IsMatch(asked.AccessKeyId))
        {
            errors.Add("/access_key_id", "has to be of letters, digits and - _ . = + @ : only");
        }

        if (errors.Require(asked.SecretAccessKey, "/secret_access_key", "give the key's secret") && asked.SecretAccessKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add("/secret_access_key", "has to be of printable ASCII characters without spaces: look for a line break at its end");
        }
    }

    private static void Add(FieldErrors errors, string pointer, string? fault)
    {
        if (fault is not null)
        {
            errors.Add(pointer, fault);
        }
    }

    [GeneratedRegex(@"\Aarn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,400}\z")]
    private static partial Regex Arn();

    [GeneratedRegex(@"\A[A-Za-z0-9_.=+@:-]+\z")]
    private static partial Regex KeyId();
}
