using Microsoft.AspNetCore.Http.Features;

namespace RelayKit.Api.Idempotency;

/// <summary>Runs the rest of a request to the end of its answer, and holds the answer back.</summary>
internal static class AnswerCapture
{
    /// <summary>The answer; the response is as if nothing had been written yet.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">What answers it.</param>
    /// <param name="giveUp">Takes the place of the connection's end: a run goes on when its client has gone, who will ask again.</param>
    public static async Task<KeptAnswer> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, CancellationToken giveUp)
    {
        var http = context.HttpContext;
        var (wire, gone) = (http.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), http.RequestAborted);
        using var body = new MemoryStream();
        var captured = new StreamResponseBodyFeature(body);
        try
        {
            http.Features.Set<IHttpResponseBodyFeature>(captured);
            http.RequestAborted = giveUp;
            var result = await next(context) as IResult ?? throw new InvalidOperationException("A route that takes idempotency keys answers with an IResult.");
            await result.ExecuteAsync(http);
            await captured.CompleteAsync();
        }
        finally
        {
            http.RequestAborted = gone;
            http.Features.Set(wire);
        }

        return KeptAnswer.TakeFrom(http.Response, body.ToArray());
    }
}
