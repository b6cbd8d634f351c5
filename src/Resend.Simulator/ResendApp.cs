using System.Globalization;
using System.Text.Json;

namespace RelayKit.Resend.Simulator;

/// <summary>
/// A Resend that sends nothing: it takes mails and remembers their keys for 24 hours, refuses what comes too fast or over a quota, tells of bounces by signed
/// webhooks, and fails as a script says. Its control routes, under <c>/simulator</c>, are for tests and demos.
/// </summary>
public static class ResendApp
{
    /// <summary>The application, not started. <see cref="ResendState"/> and <see cref="ResendWebhooks"/> are among its services.</summary>
    public static WebApplication Build(ResendSimulatorOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Urls);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<ResendState>();
        builder.Services.AddSingleton<ResendWebhooks>();
        builder.Services.AddHttpClient();
        var app = builder.Build();
        app.MapPost("/emails", SendAsync);
        app.MapGet("/emails/{id:guid}", static (Guid id, ResendState state) => state.Taken.FirstOrDefault(mail => mail.Id == id) is { } mail
            ? Results.Json(new { id, to = new[] { mail.To }, last_event = "delivered", created_at = mail.At })
            : Refusal(404, "not_found"));
        app.MapGet("/simulator/emails", static (ResendState state) => Results.Json(state.Taken));
        app.MapPost("/simulator/faults", static (Fault fault, ResendState state) =>
        {
            state.Play(fault);
            return Results.NoContent();
        });
        app.MapPost("/simulator/events", TellAsync);
        return app;
    }

    private static readonly string[] Required = ["from", "to", "subject"];

    private static async Task<IResult> SendAsync(HttpContext context, ResendState state, ResendSimulatorOptions options)
    {
        var fault = state.NextFault();
        if (fault?.Kind == FaultKind.DropBefore)
        {
            context.Abort();
            return Results.Empty;
        }

        var remaining = state.CountRequest();
        var headers = context.Response.Headers;
        headers["ratelimit-limit"] = options.RequestsPerSecond.ToString(CultureInfo.InvariantCulture);
        headers["ratelimit-remaining"] = Math.Max(0, remaining).ToString(CultureInfo.InvariantCulture);
        headers["ratelimit-reset"] = "1";
        if (remaining < 0)
        {
            headers.RetryAfter = "1";
            return Refusal(429, "rate_limit_exceeded");
        }

        if (fault?.Kind == FaultKind.Refuse)
        {
            headers.RetryAfter = fault.RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
            return Refusal(fault.Status, fault.Name);
        }

        var key = context.Request.Headers["Idempotency-Key"].ToString();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (RefusalOf(context.Request, options, key, body.ToArray()) is { } refusal)
        {
            return refusal;
        }

        var (id, status, error) = state.Take(key.Length == 0 ? null : key, body.ToArray());
        switch (fault?.Kind)
        {
            case FaultKind.DropAfter:
                context.Abort();
                return Results.Empty;
            case FaultKind.TakeAndRefuse:
                return Refusal(fault.Status, fault.Name);
            default:
                return error is null ? Results.Json(new { id }) : Refusal(status, error);
        }
    }

    private static IResult? RefusalOf(HttpRequest request, ResendSimulatorOptions options, string key, byte[] body)
    {
        var bearer = request.Headers.Authorization.ToString();
        if (!bearer.StartsWith("Bearer re_", StringComparison.Ordinal) || (options.ApiKey is { } wanted && bearer != $"Bearer {wanted}"))
        {
            return Refusal(401, "invalid_api_key");
        }

        if (request.Headers.UserAgent.Count == 0)
        {
            return Refusal(403, "forbidden");
        }

        if (key.Length > 256)
        {
            return Refusal(400, "invalid_idempotency_key");
        }

        try
        {
            using var email = JsonDocument.Parse(body);
            return Required.All(field => email.RootElement.TryGetProperty(field, out _)) ? null : Refusal(422, "missing_required_field");
        }
        catch (JsonException)
        {
            return Refusal(400, "validation_error");
        }
    }

    /// <summary>Tells of a mail to an address, as a webhook would.</summary>
    private static async Task<IResult> TellAsync(SimulatedEvent told, ResendWebhooks webhooks, ResendSimulatorOptions options, IHttpClientFactory clients)
    {
        if (options.WebhookUrl is null)
        {
            return Results.Problem("--webhook-url says where webhooks go; it is not set.", statusCode: 409);
        }

        using var client = clients.CreateClient();
        using var request = webhooks.Request(webhooks.Body(told.Type, told.To, told.Bounce), $"msg_{Guid.NewGuid():n}");
        using var response = await client.SendAsync(request);
        return Results.Json(new { status = (int)response.StatusCode });
    }

    private static IResult Refusal(int status, string name) => Results.Json(new { statusCode = status, name, message = "The simulator refuses." }, statusCode: status);
}

/// <summary>An event to be told of.</summary>
/// <param name="Type">Its type.</param>
/// <param name="To">The address.</param>
/// <param name="Bounce">For a bounce, what kind.</param>
internal sealed record SimulatedEvent(string Type, string To, string? Bounce);
