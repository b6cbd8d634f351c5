using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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
        if (!context.Request.HasJsonContentType())
        {
            return (null, new ProblemResult(ProblemKinds.UnsupportedMediaType, "Send the body as application/json."));
        }

        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value
                ? Checked(value, type, check)
                : (null, Invalid("", "has to be an object, not null"));
        }
        catch (JsonException fault)
        {
            return (null, Explain(fault));
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

    private static ProblemResult Explain(JsonException fault)
    {
        const string unmapped = "The JSON property '";
        var message = fault.Message;
        if (message.StartsWith(unmapped, StringComparison.Ordinal))
        {
            return Invalid(JsonPointer.FromPath(fault.Path), "is not a field of this request; leave it out or check its spelling");
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
