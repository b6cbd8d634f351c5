using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Requests;

/// <summary>A body that changes some fields: what is left out stays, what is null is reset (RFC 7396, one level deep).</summary>
/// <typeparam name="T">The shape of the body.</typeparam>
/// <param name="Value">The fields' values.</param>
/// <param name="Given">The names of the fields that are there.</param>
internal sealed record PatchBody<T>(T Value, IReadOnlySet<string> Given)
    where T : class
{
    /// <summary>The body, or the problem to answer with.</summary>
    public static async Task<(PatchBody<T>? Body, ProblemResult? Problem)> ReadAsync(
        HttpContext context, JsonTypeInfo<T> type, Action<T, FieldErrors>? check = null)
    {
        context.Request.EnableBuffering(JsonBody.MaxBytes + 1);
        var (value, problem) = await JsonBody.ReadAsync(context, type, check);
        if (value is null)
        {
            return (null, problem);
        }

        context.Request.Body.Position = 0;
        using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        return (new PatchBody<T>(value, document.RootElement.EnumerateObject().Select(static field => field.Name).ToHashSet(StringComparer.Ordinal)), null);
    }
}
