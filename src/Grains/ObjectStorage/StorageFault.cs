namespace RelayKit.ObjectStorage;

/// <summary>Why a bucket could not be used.</summary>
public enum StorageFaultKind
{
    /// <summary>The host has no address, or nobody answers there.</summary>
    Unreachable = 0,

    /// <summary>It has not answered in time.</summary>
    TimedOut = 1,

    /// <summary>The host's address is private, and the operator has not allowed that.</summary>
    PrivateAddress = 2,

    /// <summary>Its certificate has expired, is for another host, or is signed by nobody known.</summary>
    BadCertificate = 3,

    /// <summary>It sends the request elsewhere, and nobody follows.</summary>
    Redirected = 4,

    /// <summary>The bucket is in another region.</summary>
    WrongRegion = 5,

    /// <summary>The key is unknown, or its secret is wrong.</summary>
    WrongKey = 6,

    /// <summary>There is no such bucket.</summary>
    NoSuchBucket = 7,

    /// <summary>The key may not do what was tried.</summary>
    NotAllowed = 8,

    /// <summary>The role could not be taken on.</summary>
    RoleRefused = 9,

    /// <summary>The service itself failed.</summary>
    Unavailable = 10,

    /// <summary>The service answered in no way that S3 knows.</summary>
    NotS3 = 11,

    /// <summary>There is no such object.</summary>
    NoSuchObject = 12,

    /// <summary>What came out is not what went in.</summary>
    Corrupted = 13,
}

/// <summary>What went wrong, for whoever set the bucket up. Quotes no secret.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Step">What was tried: <c>put</c>, <c>head</c>, <c>get</c>, <c>delete</c>, <c>list</c> or <c>assume_role</c>.</param>
/// <param name="Detail">A sentence that says what is wrong and how to mend it.</param>
public sealed record StorageFault(StorageFaultKind Kind, string Step, string Detail)
{
    /// <summary>The setting that is wrong, such as <c>secret_access_key</c>, where <see cref="Kind"/> leaves that open; else null.</summary>
    public string? Setting { get; init; }
}

/// <summary>A bucket could not be used.</summary>
public sealed class StorageException : Exception
{
    /// <param name="fault">What went wrong.</param>
    /// <param name="innerException">What was met.</param>
    public StorageException(StorageFault fault, Exception? innerException = null)
        : base(fault?.Detail, innerException)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Fault = fault;
    }

    /// <summary>What went wrong.</summary>
    public StorageFault Fault { get; }
}
