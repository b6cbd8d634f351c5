using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of a bucket that is set up.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind StorageNotSetUp = new(
        "storage_not_set_up", Status404NotFound,
        "The tenant has set up no bucket of its own, and the operator offers no managed storage; or a call is about the own bucket, and there is only managed storage.",
        "Set up a bucket with `PUT /v1/tenant/storage`.");

    public static readonly ProblemKind StorageUnreachable = new(
        "storage_unreachable", Status422UnprocessableEntity,
        "The bucket was tried, and its host has no address, or nobody answers there. Nothing was saved.",
        "Correct `endpoint`, or `region` where there is none, and look whether the service runs.");

    public static readonly ProblemKind StorageTimedOut = new(
        "storage_timed_out", Status422UnprocessableEntity,
        "The bucket was tried, and the service has not answered within 10 seconds. Nothing was saved.",
        "Correct `endpoint`, and look whether a firewall drops what comes from here.");

    public static readonly ProblemKind StoragePrivateAddress = new(
        "storage_private_address", Status422UnprocessableEntity,
        "The service's host has a private address, or is to be spoken to without TLS, and the operator does not allow that. Nothing was saved.",
        "Name a service of the internet.");

    public static readonly ProblemKind StorageBadCertificate = new(
        "storage_bad_certificate", Status422UnprocessableEntity,
        "The service's certificate has expired, is for another host, or is signed by nobody known. Nothing was saved.",
        "Have it renewed, or correct `endpoint`. For a bucket with dots in its name set `force_path_style`.");

    public static readonly ProblemKind StorageRedirected = new(
        "storage_redirected", Status422UnprocessableEntity,
        "The service sends requests elsewhere, and nobody follows. Nothing was saved.",
        "Set `endpoint` to the address of the service itself.");

    public static readonly ProblemKind StorageWrongRegion = new(
        "storage_wrong_region", Status422UnprocessableEntity,
        "The bucket is in another region. Nothing was saved.",
        "Set `region` to the one that `detail` names, or that the bucket was made in.");

    public static readonly ProblemKind StorageWrongKey = new(
        "storage_wrong_key", Status422UnprocessableEntity,
        "The service does not know the access key, or the secret is not that key's. `errors` says which. Nothing was saved.",
        "Correct what `errors` names.");

    public static readonly ProblemKind StorageNoBucket = new(
        "storage_no_bucket", Status422UnprocessableEntity,
        "The service has no bucket of that name. Nothing was saved.",
        "Correct `bucket`; for a service behind one host name set `force_path_style`.");

    public static readonly ProblemKind StorageNotAllowed = new(
        "storage_not_allowed", Status422UnprocessableEntity,
        "The key or the role may not do in the bucket what is needed: put, get or delete objects below the prefix. Nothing was saved.",
        "Allow what `detail` names, in the policy of the key or of the bucket.");

    public static readonly ProblemKind StorageRoleRefused = new(
        "storage_role_refused", Status422UnprocessableEntity,
        "The role could not be taken on. Nothing was saved.",
        "Let the role's trust policy name the operator's user and, as `sts:ExternalId`, the tenant's id.");

    public static readonly ProblemKind StorageUnavailable = new(
        "storage_unavailable", Status422UnprocessableEntity,
        "The service of the bucket had a fault of its own. Nothing was saved.",
        "Repeat the request; if it stays, ask whoever runs the service.");

    public static readonly ProblemKind StorageNotS3 = new(
        "storage_not_s3", Status422UnprocessableEntity,
        "Whoever answered does not speak S3: a web page, a service without TLS at that port, a service that lacks what is needed. Nothing was saved.",
        "Correct `endpoint`.");
}
