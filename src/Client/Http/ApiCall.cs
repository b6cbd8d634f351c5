using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Client;

/// <summary>One call: what is sent, the same on every attempt.</summary>
internal sealed record ApiCall
{
    private ApiCall(string operation, HttpMethod method, string path) => (Operation, Method, Path) = (operation, method, path);

    /// <summary>The operation's id in the API's description.</summary>
    public string Operation { get; }

    public HttpMethod Method { get; }

    /// <summary>Relative to the base address, escaped, with the query.</summary>
    public string Path { get; init; }

    public ReadOnlyMemory<byte>? Body { get; private init; }

    /// <summary>What makes repetitions of a POST one; null for other methods, which are so by themselves.</summary>
    public string? IdempotencyKey { get; private init; }

    public string? IfMatch { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>The last event that was seen, of a stream that goes on.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Whether what is not there any more on a repetition was done by an attempt whose answer was lost.</summary>
    public bool GoneIsDone { get; init; }

    public static ApiCall Get(string operation, string path) => new(operation, HttpMethod.Get, path);

    public static ApiCall Delete(string operation, string path) => new(operation, HttpMethod.Delete, path) { GoneIsDone = true };

    /// <summary>A POST without a body.</summary>
    public static ApiCall Post(string operation, string path, string? idempotencyKey) =>
        new(operation, HttpMethod.Post, path) { IdempotencyKey = Checked(idempotencyKey) ?? Guid.NewGuid().ToString("N") };

    public static ApiCall Post<T>(string operation, string path, T body, JsonTypeInfo<T> type, string? idempotencyKey) =>
        Post(operation, path, idempotencyKey) with { Body = Bytes(body, type) };

    public static ApiCall Put<T>(string operation, string path, T body, JsonTypeInfo<T> type) =>
        new(operation, HttpMethod.Put, path) { Body = Bytes(body, type) };

    public static ApiCall Patch<T>(string operation, string path, T body, JsonTypeInfo<T> type) =>
        new(operation, HttpMethod.Patch, path) { Body = Bytes(body, type) };

    private static string? Checked(string? idempotencyKey) => idempotencyKey is { Length: 0 or > 255 } || idempotencyKey.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? throw new ArgumentException("has to be 1 to 255 printable ASCII characters", nameof(idempotencyKey))
        : idempotencyKey;

    private static byte[] Bytes<T>(T body, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(body);
        return JsonSerializer.SerializeToUtf8Bytes(body, type);
    }
}
