using Microsoft.Extensions.Options;
using RelayKit.Api.Inbound;
using RelayKit.Api.Problems;
using RelayKit.Mail;
using RelayKit.Mail.Resend;
using RelayKit.Webhooks;

namespace RelayKit.Api.Mail;

/// <summary>
/// <c>POST /webhooks/resend</c>: what Resend tells of mails that it took. Signed as Svix does it, which is Standard Webhooks with other names of the headers;
/// verified on the raw bytes before anything is parsed, and answered 200 once what it changes is durable.
/// </summary>
internal sealed partial class ResendWebhookEndpoint(
    IMailSuppressionStore suppressions, MailInstruments instruments, IOptions<ResendOptions> options, TimeProvider time, ILogger<ResendWebhookEndpoint> logger)
{
    /// <summary>Where Resend is told to send its webhooks.</summary>
    public const string Path = "/webhooks/resend";

    /// <summary>The most bytes of a body; an event has some hundred.</summary>
    private const int MaxBodyBytes = 256 * 1024;

    private const int MaxIdLength = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What is none was refused when the settings were checked.</summary>
    private readonly WebhookSecret[] _secrets =
        [.. options.Value.WebhookSecrets.Select(static text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>()];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, static (HttpContext context, ResendWebhookEndpoint endpoint) => endpoint.ReceiveAsync(context)).ExcludeFromDescription();

    private async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var (body, tooLarge) = await RawBody.ReadAsync(context.Request, MaxBodyBytes, Patience, time);
        if (tooLarge)
        {
            return new ProblemResult(StatusCodes.Status413PayloadTooLarge, "webhook_too_large", $"A webhook's body is at most {MaxBodyBytes} bytes.");
        }

        if (_secrets.Length == 0)
        {
            return Refused("webhook_secret_missing", "No secret is configured here. Set RelayKit__Resend__WebhookSecret to the one that Resend shows beside the webhook.");
        }

        var id = context.Request.Headers["svix-id"].ToString();
        var verdict = id.Length > MaxIdLength ? WebhookVerdict.HeadersMissing : WebhookSignature.Verify(
            _secrets, id, context.Request.Headers["svix-timestamp"].ToString(), context.Request.Headers["svix-signature"].ToString(), body.Span, time.GetUtcNow());
        if (verdict != WebhookVerdict.Valid)
        {
            LogRefused(verdict);
            return RefusalOf(verdict);
        }

        if (!ResendWebhook.TryParse(id, body.Span, out var told))
        {
            LogUnreadable();
            return new ProblemResult(StatusCodes.Status400BadRequest, "invalid_webhook_body", "The body is not one of Resend's events.");
        }

        if (await suppressions.TakeInAsync(told, time.GetUtcNow(), context.RequestAborted))
        {
            instruments.Told(told.Type);
        }

        return Results.Ok();
    }

    private static ProblemResult RefusalOf(WebhookVerdict verdict) => verdict switch
    {
        WebhookVerdict.HeadersMissing => Refused("webhook_headers_missing", "The headers svix-id, svix-timestamp and svix-signature have to be there."),
        WebhookVerdict.TimestampInvalid => Refused("webhook_timestamp_invalid", "The header svix-timestamp has to be seconds since 1970."),
        WebhookVerdict.TooOld => Refused("webhook_too_old", "It was sent more than five minutes ago. Compare the clocks, and have it sent again."),
        WebhookVerdict.TooNew => Refused("webhook_too_new", "It is to be sent more than five minutes from now. Compare the clocks, and have it sent again."),
        _ => Refused("webhook_signature_invalid", "It is not signed with a secret that is configured here, or something on the way changed it."),
    };

    private static ProblemResult Refused(string code, string detail) => new(StatusCodes.Status401Unauthorized, code, detail);

    [LoggerMessage(LogLevel.Information, "A webhook of Resend's was refused: {Verdict}")]
    private partial void LogRefused(WebhookVerdict verdict);

    [LoggerMessage(LogLevel.Warning, "A webhook that is signed by Resend could not be read")]
    private partial void LogUnreadable();
}
