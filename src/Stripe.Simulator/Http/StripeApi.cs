using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using RelayKit.Stripe.Simulator.Faults;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>What every call of the API goes through: the key, the record, scripted faults, idempotency, and errors in Stripe's form.</summary>
internal sealed class StripeApi(
    StripeSimulatorOptions options, SimulatedTime time, RecordedRequests requests, IdempotencyKeys keys, FaultScript faults)
{
    private static readonly StripeRefusal OwnFault = new(500, "api_error", null, "An unexpected error occurred.");
    private static int _requests;

    /// <summary>Maps a call.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="method">GET, POST or DELETE.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="call">Does it; it has to take every parameter that it knows.</param>
    public void Map(IEndpointRouteBuilder routes, string method, string pattern, Func<RouteValueDictionary, FormFields, JsonNode> call) =>
        Map(routes, method, pattern, (values, fields, _) => Task.FromResult(call(values, fields)));

    /// <summary>As above, for a call that meets a delay while it holds something: it waits by the function that it is given.</summary>
    public void Map(
        IEndpointRouteBuilder routes, string method, string pattern, Func<RouteValueDictionary, FormFields, Func<Task>, Task<JsonNode>> call) =>
        routes.MapMethods(pattern, [method], context => AnswerAsync(context, call));

    private async Task AnswerAsync(HttpContext context, Func<RouteValueDictionary, FormFields, Func<Task>, Task<JsonNode>> call)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body).ReadToEndAsync(context.RequestAborted);
        var fields = Fields(request.QueryString.Value).Concat(Fields(body)).ToList();
        requests.Add(new RecordedRequest(
            request.Method, request.Path.Value!, fields, request.Headers["Stripe-Version"].ToString(), request.Headers["Idempotency-Key"].ToString(), request.Headers.UserAgent.ToString()));
        context.Response.Headers["Request-Id"] = $"req_sim{Interlocked.Increment(ref _requests)}";
        var fault = faults.Next(request.Method, request.Path.Value!);
        if (fault?.Fault == StripeFault.DropBefore)
        {
            context.Abort();
            return;
        }

        var (status, answer) = await AnswerAsync(context, fields, $"{request.Method} {request.Path}?{request.QueryString}\n{body}", fault, call);
        if (fault?.Fault == StripeFault.DropAfter)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private async Task<(int Status, string Body)> AnswerAsync(
        HttpContext context,
        List<KeyValuePair<string, string>> fields,
        string text,
        ScriptedFault? fault,
        Func<RouteValueDictionary, FormFields, Func<Task>, Task<JsonNode>> call)
    {
        var key = context.Request.Method == "GET" ? "" : context.Request.Headers["Idempotency-Key"].ToString();
        var begun = false;
        try
        {
            Refuse(context, fault);
            if (key.Length > 0)
            {
                if (keys.Begin(key, text) is { } earlier)
                {
                    context.Response.Headers["Idempotent-Replayed"] = "true";
                    return earlier;
                }

                begun = true;
            }

            var answer = (Status: 200, Body: (await DoAsync(context, fields, fault, call)).ToJsonString());
            if (fault?.Fault == StripeFault.FailAfter)
            {
                answer = (OwnFault.Status, OwnFault.ToJson().ToJsonString());
            }

            End(key, begun, answer);
            return answer;
        }
        catch (StripeRefusal refusal)
        {
            var answer = (refusal.Status, refusal.ToJson().ToJsonString());
            End(key, begun, refusal.IsForgotten ? null : answer);
            return answer;
        }
    }

    private void Refuse(HttpContext context, ScriptedFault? fault)
    {
        if (context.Request.Headers.Authorization.ToString() != $"Bearer {options.ApiKey}")
        {
            throw new StripeRefusal(401, "invalid_request_error", null, "Invalid API Key provided.");
        }

        switch (fault?.Fault)
        {
            case StripeFault.Unavailable:
                throw new StripeRefusal(503, "api_error", null, "Service unavailable.");
            case StripeFault.RateLimit:
                context.Response.Headers.RetryAfter = "2";
                throw new StripeRefusal(429, "invalid_request_error", "rate_limit", "Request rate limit exceeded.");
        }
    }

    private async Task<JsonNode> DoAsync(
        HttpContext context, List<KeyValuePair<string, string>> fields, ScriptedFault? fault, Func<RouteValueDictionary, FormFields, Func<Task>, Task<JsonNode>> call)
    {
        if (fault?.Fault == StripeFault.Fail)
        {
            throw OwnFault;
        }

        var wait = fault?.Fault == StripeFault.Delay ? fault.Wait : TimeSpan.Zero;
        return await call(context.Request.RouteValues, new FormFields(fields), () => wait > TimeSpan.Zero ? Task.Delay(wait, time, context.RequestAborted) : Task.CompletedTask);
    }

    private void End(string key, bool begun, (int Status, string Body)? answer)
    {
        if (begun)
        {
            keys.End(key, answer);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string? encoded) => string.IsNullOrEmpty(encoded) ? []
        : QueryHelpers.ParseQuery(encoded).SelectMany(static field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")));
}
