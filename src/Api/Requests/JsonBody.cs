using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Requests;

/// <summary>Reads a JSON body strictly: unknown fields, wrong types and trailing text are refused with their place.</summary>
internal static class JsonBody
{
    /// <summary>The largest body of the REST API: metadata of 64 KiB, attributes of 64 KiB, and room for their escapes.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>The body, or the problem to answer with.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">The body's shape; the rules that its fields state are checked.</param>
    /// <param name="check">Adds what is wrong beyond the rules of single fields.</param>
    public static async Task<(T? Value, ProblemResult? Problem)> ReadAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, Action<T, FieldErrors>? check = null)
        where T : class
    {
        // What nearly everybody sends is not taken apart.
        if (context.Request.ContentType is not MediaTypeNames.Application.Json && !context.Request.HasJsonContentType())
        {
            return (null, new ProblemResult(ProblemKinds.UnsupportedMediaType, "Send the body as application/json."));
        }

        Limit(context);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted) is { } value
                ? Checked(value, type, check)
                : (null, Invalid("", "has to be an object, not null"));
        }
        catch (JsonException fault)
        {
            return (null, Explain(fault, type));
        }
    }

    /// <summary>Reads the body into memory, where <see cref="ReadAsync"/> then finds it: for who has to see its bytes first.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than <see cref="MaxBytes"/>, or does not arrive whole.</exception>
    public static async Task<ReadOnlyMemory<byte>> BufferAsync(HttpContext context)
    {
        Limit(context);
        var body = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 0, 0, MaxBytes));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Once the body has begun to be read, the limit stands.</summary>
    private static void Limit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }
    }

    private static (T? Value, ProblemResult? Problem) Checked<T>(T value, JsonTypeInfo<T> type, Action<T, FieldErrors>? check)
        where T : class
    {
        var errors = new FieldErrors();
        RequestRules.Check(value, type, errors);
        check?.Invoke(value, errors);
        return errors.Any ? (null, errors.ToProblem()) : (value, null);
    }

    private static ProblemResult Explain(JsonException fault, JsonTypeInfo type)
    {
        const string unmapped = "The JSON property '";
        var message = fault.Message;
        if (message.StartsWith(unmapped, StringComparison.Ordinal))
        {
            var pointer = JsonPointer.FromPath(fault.Path);
            var known = KnownFields.Beside(type, pointer);
            return Invalid(pointer, known.Count == 0
                ? "is not a field here; leave it out or check its spelling"
                : $"is not a field here; leave it out or check its spelling: there are {string.Join(", ", known)}");
        }

        // A converter's own message begins in lower case and completes a sentence that the field begins.
        return message.Length > 0 && char.IsLower(message[0])
            ? Invalid(JsonPointer.FromPath(fault.Path), message.Split(" Path:")[0])
            : fault.Path is null or "$"
                ? new ProblemResult(ProblemKinds.InvalidJson, "The body is not a JSON object of this route's shape.")
                : Invalid(JsonPointer.FromPath(fault.Path), "is not JSON of the type that this field takes");
    }

    private static ProblemResult Invalid(string pointer, string detail) => ProblemMapping.Invalid([new FieldError(pointer, detail)]);
}
