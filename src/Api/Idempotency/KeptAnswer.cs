using System.Text;
using System.Text.Json;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;

namespace RelayKit.Api.Idempotency;

/// <summary>An answer as a repetition gets it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Those of its headers that belong to the answer and not to the one request.</param>
/// <param name="Body">The body, byte for byte.</param>
internal sealed record KeptAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body) : IResult
{
    /// <summary>Says that an answer is that of an earlier request.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const byte Format = 1;

    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "Set-Cookie"];

    /// <summary>Whether this is a repetition's answer.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Takes the answer out of a response that has not begun, together with what was to be its body.</summary>
    public static KeptAnswer TakeFrom(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        var headers = new List<KeyValuePair<string, string>>(KeptHeaders.Length);
        foreach (var name in KeptHeaders)
        {
            if (response.Headers.Remove(name, out var value))
            {
                headers.Add(KeyValuePair.Create(name, value.ToString()));
            }
        }

        var status = response.StatusCode;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentLength = null;
        return new KeptAnswer(status, headers, body);
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static KeptAnswer Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadByte() is not Format and var format)
        {
            throw new InvalidDataException($"An answer was kept in the form {format}, which this build does not know.");
        }

        var status = reader.ReadUInt16();
        var headers = new KeyValuePair<string, string>[reader.ReadByte()];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = KeyValuePair.Create(reader.ReadString(), reader.ReadString());
        }

        return new KeptAnswer(status, headers, bytes.AsMemory((int)reader.BaseStream.Position));
    }

    public byte[] ToBytes()
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Format);
        writer.Write((ushort)Status);
        writer.Write((byte)Headers.Count);
        foreach (var (name, value) in Headers)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(Body.Span);
        writer.Flush();
        return bytes.ToArray();
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (IsReplay)
        {
            response.Headers[ReplayedHeader] = "true";
            RememberCode(httpContext);
        }

        if (Body.Length > 0)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }

    /// <summary>A refusal has its code for the request log also when it is given again.</summary>
    private void RememberCode(HttpContext httpContext)
    {
        if (Headers.Any(static header => header.Value.StartsWith(ProblemResult.ContentType, StringComparison.Ordinal)))
        {
            using var problem = JsonDocument.Parse(Body);
            RequestLogging.Remember(httpContext, problem.RootElement.GetProperty("code"u8).GetString()!);
        }
    }
}
