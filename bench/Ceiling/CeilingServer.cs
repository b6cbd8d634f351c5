using System.CommandLine;
using RelayKit.LiveKit;

namespace RelayKit.Bench.Ceiling;

/// <summary>
/// What a webhook costs at the least: the same web server, the same verification and parsing, and then nothing. The figures of the
/// product are read as ratios to this one, since absolute ones move with the machine.
/// </summary>
internal static class CeilingServer
{
    public const string CommandName = "serve-ceiling";

    public static Command CreateCommand()
    {
        var url = new Option<string>("--url") { Required = true };
        var key = new Option<string>("--key") { Required = true };
        var secret = new Option<string>("--secret") { Required = true };
        var command = new Command(CommandName, "Serves the ceilings of a bench; started by the bench itself.") { url, key, secret };
        command.SetAction((parsed, cancellation) => ServeAsync(
            parsed.GetRequiredValue(url), new WebhookKey("bench", parsed.GetRequiredValue(key), parsed.GetRequiredValue(secret)), cancellation));
        return command;
    }

    private static async Task<int> ServeAsync(string url, WebhookKey key, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var verifier = new WebhookVerifier([key], TimeProvider.System);
        var app = builder.Build();
        app.MapGet("/hello", () => new { hello = "world" });
        app.MapPost("/verify", (Delegate)((HttpContext context) => VerifyAsync(context, verifier)));
        await app.StartAsync(cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, WebhookVerifier verifier)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        return verifier.Verify(bytes, context.Request.Headers.Authorization.ToString()).IsValid && WebhookParser.TryParse(bytes, out _, out _)
            ? Results.Ok()
            : Results.Unauthorized();
    }
}
