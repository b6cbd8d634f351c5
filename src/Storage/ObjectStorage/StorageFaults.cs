using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using RelayKit.ObjectStorage;
using RelayKit.Storage.Outgoing;
using static RelayKit.ObjectStorage.StorageFaultKind;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>From what was met on the way to a bucket to what is wrong with it, in words for whoever set it up. Quotes no secret and no text of the service's.</summary>
internal static class StorageFaults
{
    /// <summary>The step of taking a role on.</summary>
    public const string AssumeRole = "assume_role";

    private const string TryAgain = "Try again; if it stays, ask whoever runs it.";

    /// <summary>The fault that an exception stands for; null for one that says nothing about the bucket.</summary>
    public static StorageFault? Of(Exception met, string step, StorageBucket bucket)
    {
        for (var e = met; e is not null; e = e.InnerException)
        {
            if (OfOne(e, step, bucket) is { } fault)
            {
                return fault;
            }
        }

        return met is HttpRequestException or IOException ? new(Unreachable, step, $"The connection to {HostOf(bucket)} broke. {TryAgain}")
            : met is AmazonClientException && step == "get" ? new(Corrupted, step, $"What {HostOf(bucket)} sent is not what its own ETag says. {TryAgain}")

            // The library does not get on with what was answered, such as an ETag that is none.
            : met is AmazonClientException or FormatException or ArgumentException or System.Xml.XmlException ? new(NotS3, step, $"{HostOf(bucket)} answered in no way that S3 knows. Check the endpoint.")
            : null;
    }

    /// <summary>What an answer means.</summary>
    public static StorageFault Of(S3Answer answer, string step, StorageBucket bucket) =>
        step == AssumeRole ? OfRole(answer, bucket) : OfRedirect(answer, step, bucket) ?? OfCode(answer, step, bucket) ?? OfStatus(answer, step, bucket);

    public static StorageFault TimeOut(string step, StorageBucket bucket) =>
        new(TimedOut, step, $"{HostOf(bucket)} did not answer in time. Check the endpoint, and that no firewall drops what comes from here.");

    /// <summary>The host of a bucket's service.</summary>
    public static string HostOf(StorageBucket bucket) => bucket.Endpoint?.Authority ?? $"s3.{bucket.Region}.amazonaws.com";

    private static StorageFault? OfOne(Exception e, string step, StorageBucket bucket) => e switch
    {
        StorageException known => known.Fault,

        // Whoever waits gave up on the connection; what that then says of itself is no cause.
        OperationCanceledException => TimeOut(step, bucket),
        S3AnswerException said => Of(said.Answer, step, bucket),
        PrivateAddressException => new(
            PrivateAddress, step, $"{HostOf(bucket)} has a private address, and those are not allowed here. Name a service of the internet; the operator can allow private ones."),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new(
            Unreachable, step, $"{HostOf(bucket)} has no address. Check the endpoint's spelling, and the region's."),
        SocketException => new(Unreachable, step, $"Nobody answers at {HostOf(bucket)}. Check the endpoint and its port, and that the service runs."),
        AuthenticationException => OfTls(e.Message, step, bucket),
        TimeoutException => TimeOut(step, bucket),
        AmazonServiceException { StatusCode: not 0 } said => Of(new S3Answer(said.StatusCode, S3Answer.Plain(said.ErrorCode), null, null, true), step, bucket),
        _ => null,
    };

    private static StorageFault OfTls(string message, string step, StorageBucket bucket)
    {
        var host = HostOf(bucket);
        bool Says(string word) => message.Contains(word, StringComparison.Ordinal);
        return !Says("certificate") ? new(NotS3, step, $"{host} does not speak TLS 1.2 or newer at that port. Check the endpoint's port.")
            : Says("NotTimeValid") ? new(BadCertificate, step, $"The certificate of {host} has expired, or is not valid yet. Have it renewed.")
            : Says("RemoteCertificateNameMismatch") ? new(
                BadCertificate, step, $"The certificate of {host} is for another host. Use the host that it is for; for a bucket with dots in its name set force_path_style.")
            : new(BadCertificate, step, $"The certificate of {host} is signed by nobody known here. Use one of a public authority.");
    }

    private static StorageFault OfRole(S3Answer answer, StorageBucket bucket) => answer switch
    {
        { Status: >= HttpStatusCode.InternalServerError } => new(Unavailable, AssumeRole, $"The service that hands out roles failed. {TryAgain}"),
        { Code: "InvalidClientTokenId" or "SignatureDoesNotMatch" or "InvalidAccessKeyId" or "ExpiredToken" } => new(
            RoleRefused, AssumeRole, "The operator's own key is not accepted by the service that hands out roles. Tell the operator."),
        { Code: "ValidationError" } => new(
            RoleRefused, AssumeRole, "The role's ARN is wrong, or its maximum session duration is shorter than the link is to live. Correct the ARN, raise the duration, or ask for a shorter link."),
        _ => new(
            RoleRefused, AssumeRole,
            $"The role {bucket.RoleArn} does not let itself be taken on. Its trust policy has to name the operator's user and, as sts:ExternalId, {bucket.ExternalId}."),
    };

    private static StorageFault? OfRedirect(S3Answer answer, string step, StorageBucket bucket)
    {
        var isRedirect = (int)answer.Status is >= 300 and < 400;
        if (answer.Region is { } region && region != bucket.Region
            && (isRedirect || answer.Status is HttpStatusCode.BadRequest || answer.Code is "AuthorizationHeaderMalformed"))
        {
            return new(WrongRegion, step, $"The bucket {bucket.Bucket} is in the region {region}, not in {bucket.Region}. Set region to {region}.");
        }

        if (answer.Code is "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException"
            || (isRedirect && bucket.Endpoint is null))
        {
            return new(WrongRegion, step, $"The bucket {bucket.Bucket} is in another region than {bucket.Region}. Set region to the bucket's.");
        }

        return isRedirect
            ? new(Redirected, step, $"{HostOf(bucket)} sends requests on to {answer.Location ?? "elsewhere"}, and nobody follows. Set endpoint to the address of the service itself.")
            : null;
    }

    private static StorageFault? OfCode(S3Answer answer, string step, StorageBucket bucket) => answer.Code switch
    {
        "InvalidAccessKeyId" or "InvalidTokenId" => new(
            WrongKey, step, $"The service does not know the key {bucket.AccessKeyId}. Check access_key_id, and that the key was not deleted.")
        { Setting = "access_key_id" },
        "SignatureDoesNotMatch" => new(WrongKey, step, $"The secret is not that of the key {bucket.AccessKeyId}. Check secret_access_key.") { Setting = "secret_access_key" },
        "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" => new(WrongKey, step, "The key has run out. Use one that does not."),
        "RequestTimeTooSkewed" => new(Unavailable, step, "The service's clock and ours differ by more than it allows. Ask whoever runs it, or the operator, to correct the clock."),
        "NoSuchBucket" or "InvalidBucketName" => new(
            NoSuchBucket, step, $"{HostOf(bucket)} has no bucket {bucket.Bucket}. Check its name; for MinIO, Supabase and others behind one host name set force_path_style."),
        "NoSuchKey" => new(NoSuchObject, step, "There is no such object."),
        "AccessDenied" or "AllAccessDisabled" or "AccountProblem" or "Forbidden" => Denied(step, bucket),
        "SlowDown" or "Throttling" or "TooManyRequests" or "InternalError" or "ServiceUnavailable" or "OperationAborted" or "RequestTimeout" => Failed(answer, step, bucket),
        "NotImplemented" or "MethodNotAllowed" => new(NotS3, step, $"{HostOf(bucket)} does not take S3's {step}. Check the endpoint."),
        _ => null,
    };

    private static StorageFault OfStatus(S3Answer answer, string step, StorageBucket bucket) => answer switch
    {
        { Status: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => Failed(answer, step, bucket),
        { Code: { } code } => new(NotAllowed, step, $"The service refuses to {WordOf(step)} with {code}. Look at the bucket's settings and policy."),

        // An answer to HEAD has no body, and so no code.
        { HasText: false, Status: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => Denied(step, bucket),
        { HasText: false, Status: HttpStatusCode.NotFound } when step == "head" => new(NoSuchObject, step, "There is no such object."),
        _ => new(NotS3, step, $"{HostOf(bucket)} answered {(int)answer.Status} in no way that S3 knows. Check the endpoint."),
    };

    private static StorageFault Denied(string step, StorageBucket bucket) => new(
        NotAllowed, step,
        $"The {(bucket.RoleArn is null ? $"key {bucket.AccessKeyId}" : $"role {bucket.RoleArn}")} may not {WordOf(step)} in {bucket.Bucket}/{bucket.Prefix}. Allow it {ActionOf(step)} there.");

    private static StorageFault Failed(S3Answer answer, string step, StorageBucket bucket) =>
        new(Unavailable, step, $"{HostOf(bucket)} failed with {(int)answer.Status}. {TryAgain}");

    private static string WordOf(string step) => step switch
    {
        "put" => "put objects",
        "head" or "get" => "read objects",
        "delete" => "delete objects",
        _ => "list objects",
    };

    private static string ActionOf(string step) => step switch
    {
        "put" => "s3:PutObject",
        "head" or "get" => "s3:GetObject",
        "delete" => "s3:DeleteObject",
        _ => "s3:ListBucket",
    };
}
