using System.Globalization;
using System.Net.Http.Headers;
using Api = global::Stripe;

namespace RelayKit.Stripe.Calls;

/// <summary>What is known of a call that did not succeed: facts alone, which <see cref="StripeOutcomes"/> judges.</summary>
internal sealed record StripeFailure(StripeFailureKind Kind, string Message)
{
    /// <summary>The status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>Stripe's <c>code</c>, which not every error has.</summary>
    public string? Code { get; init; }

    /// <summary>Stripe's <c>type</c>; null when the answer was none of Stripe's.</summary>
    public string? Type { get; init; }

    /// <summary>What the header <c>Stripe-Should-Retry</c> advises; null without one.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>What the header <c>Retry-After</c> asks; null without one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the answer is an earlier one, repeated for the same idempotency key.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>Stripe's id of the request; null without one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Reads an exception of a call; null when it is none that a call has by its nature: that is a fault of the program.</summary>
    public static StripeFailure? Of(Exception exception) => exception switch
    {
        Api.StripeException { StripeResponse: not null } answer => OfAnswer(answer),
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => new(StripeFailureKind.NotReached, "Stripe could not be reached."),
        HttpRequestException or IOException => new(StripeFailureKind.Lost, "The connection to Stripe was lost before it answered."),
        OperationCanceledException => new(StripeFailureKind.Lost, "Stripe did not answer in time."),
        _ => null,
    };

    private static StripeFailure OfAnswer(Api.StripeException answer)
    {
        var headers = answer.StripeResponse.Headers;
        return new(StripeFailureKind.Answered, answer.StripeError?.Message ?? "The answer was not one of Stripe's.")
        {
            Status = (int)answer.StripeResponse.StatusCode,
            Code = answer.StripeError?.Code,
            Type = answer.StripeError?.Type,
            ShouldRetry = HeaderOf(headers, "Stripe-Should-Retry") is { } advice ? advice == "true" : null,
            RetryAfter = SecondsOf(headers),
            IsReplayed = HeaderOf(headers, "Idempotent-Replayed") == "true",
            RequestId = answer.StripeResponse.RequestId,
        };
    }

    private static TimeSpan? SecondsOf(HttpResponseHeaders? headers) =>
        int.TryParse(HeaderOf(headers, "Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string? HeaderOf(HttpResponseHeaders? headers, string name) =>
        headers is not null && headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
