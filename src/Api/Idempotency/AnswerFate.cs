using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Idempotency;

/// <summary>What becomes of an idempotency key once its request has been answered.</summary>
internal enum AnswerFate
{
    /// <summary>The answer is a decision: repetitions get it.</summary>
    Keep,

    /// <summary>The request was refused before anything was decided: the key is new again, for the request that is mended.</summary>
    Forget,

    /// <summary>Nobody knows whether it took effect: a repetition of the same request runs it again, with the same ids.</summary>
    Abandon,
}

/// <summary>Which answers are kept.</summary>
internal static class AnswerFates
{
    /// <summary>The largest body that is kept; none of the API's comes near.</summary>
    public const int MaxKeptBytes = 1024 * 1024;

    /// <param name="status">The answer's HTTP status.</param>
    /// <param name="bodyBytes">The length of its body.</param>
    public static AnswerFate Of(int status, long bodyBytes) => status switch
    {
        Status400BadRequest or Status401Unauthorized or Status413PayloadTooLarge or Status415UnsupportedMediaType
            or Status422UnprocessableEntity => AnswerFate.Forget,
        Status408RequestTimeout or TooEarly or Status429TooManyRequests => AnswerFate.Forget,
        >= Status500InternalServerError => AnswerFate.Abandon,
        _ => bodyBytes <= MaxKeptBytes ? AnswerFate.Keep : AnswerFate.Abandon,
    };

    /// <summary>RFC 8470.</summary>
    private const int TooEarly = 425;
}
