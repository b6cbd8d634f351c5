namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>What S3 refuses, by its own code and status.</summary>
internal sealed class S3Exception(int status, string code, string message, params (string Name, string Value)[] details)
    : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>More elements of the answer, such as <c>Region</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;

    /// <summary>Headers of the answer, such as <c>Location</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static S3Exception AccessDenied(string message = "Access Denied") => new(403, "AccessDenied", message);

    public static S3Exception InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Exception InvalidArgument(string name, string message) => new(400, "InvalidArgument", message, ("ArgumentName", name));

    public static S3Exception NoSuchKey(string key) => new(404, "NoSuchKey", "The specified key does not exist.", ("Key", key));

    public static S3Exception NotImplemented() =>
        new(501, "NotImplemented", "A header or query you provided implies functionality that is not implemented.");
}
