using RelayKit.Api.Problems;
using RelayKit.Billing;
using RelayKit.Stripe.Webhooks;

namespace RelayKit.Api.Inbound.Stripe;

/// <summary>
/// <c>POST /webhooks/stripe</c> and <c>POST /webhooks/stripe/thin</c>: what Stripe tells. Verified on the raw bytes before anything is parsed, kept under the event's
/// id, answered 200 once it is durable. What follows from it is done afterwards (<see cref="ProviderEventWorker"/>): Stripe waits for no one's subscription.
/// </summary>
/// <remarks>Stripe comes again after everything but a 2xx, for three days. So what nobody wants is 200 and counted, and what is forged is refused each time.</remarks>
internal sealed partial class StripeWebhook(
    StripeWebhooks webhooks, IProviderEventStore store, StripeWebhookInstruments instruments, TimeProvider time, ILogger<StripeWebhook> logger)
{
    /// <summary>Where Stripe is told to send snapshot events.</summary>
    public const string Path = "/webhooks/stripe";

    /// <summary>Where Stripe is told to send thin events.</summary>
    public const string ThinPath = "/webhooks/stripe/thin";

    /// <summary>Bytes of one event at most. An invoice's carries ten of its lines, and metadata of 25 KiB at most on each of its objects.</summary>
    internal const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Webhooks under way at once in a process: Stripe sends some a second, and each is one small insert.</summary>
    private const int MaxUnderWay = 256;

    /// <summary>Every webhook is answered within this time, be it by 503; Stripe itself waits for some 20 seconds.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private int _underWay;

    /// <summary>Maps the routes as bare delegates, as LiveKit's webhook is; nothing where no Stripe is configured.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<StripeWebhook>() is { } webhook)
        {
            routes.MapPost(Path, context => webhook.ReceiveAsync(context, thin: false)).ShortCircuit().DisableHttpMetrics();
            routes.MapPost(ThinPath, context => webhook.ReceiveAsync(context, thin: true)).ShortCircuit().DisableHttpMetrics();
        }
    }

    private async Task ReceiveAsync(HttpContext context, bool thin)
    {
        var started = time.GetTimestamp();
        var (outcome, problem) = await AnswerInTimeAsync(context, thin);
        instruments.Answered(outcome, thin, time.GetElapsedTime(started));
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    }

    private async ValueTask<(string Outcome, ProblemResult? Problem)> AnswerInTimeAsync(HttpContext context, bool thin)
    {
        if (Interlocked.Increment(ref _underWay) > MaxUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            return ("overloaded", ComeAgain("overloaded", "Too many webhooks are under way."));
        }

        using var deadline = new CancellationTokenSource(AnswerWithin, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline.Token);
        try
        {
            return await TakeInAsync(context, thin, giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            // It may yet be kept; then the repetition finds it.
            return ("timeout", ComeAgain("timeout", "The event was not durable in time. Send it again."));
        }
        catch (Exception fault)
        {
            // Whatever went wrong here, Stripe is to come again.
            LogNotKept(fault);
            return ("not_kept", ComeAgain("not_durable", "The event is not known to be durable. Send it again."));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<(string Outcome, ProblemResult? Problem)> TakeInAsync(HttpContext context, bool thin, CancellationToken giveUp)
    {
        if (thin && !webhooks.TakesThinEvents)
        {
            return ("thin_off", ComeAgain("thin_webhooks_off", "Thin events are not taken: RelayKit__Stripe__ThinWebhookSecret is not set."));
        }

        var (body, tooLarge) = await RawBody.ReadAsync(context.Request, MaxBodyBytes, AnswerWithin, time);
        if (tooLarge)
        {
            return ("too_large", new ProblemResult(StatusCodes.Status413PayloadTooLarge, "webhook_too_large", $"A webhook's body is at most {MaxBodyBytes} bytes."));
        }

        var verdict = webhooks.Verify(body.Span, context.Request.Headers["Stripe-Signature"].ToString(), thin);
        if (verdict != StripeSignatureVerdict.Valid)
        {
            LogRejected(verdict);
            return (StripeRejections.CodeOf(verdict), StripeRejections.ToProblem(verdict, thin));
        }

        var news = StripeWebhooks.Read(body, thin);
        return news switch
        {
            { Kind: StripeNewsKind.Wanted, Event: { } wanted } => (await store.AddAsync(wanted, giveUp) ? "kept" : "known", null),
            { Kind: StripeNewsKind.OfNoUse } => ("of_no_use", null),
            { Kind: StripeNewsKind.OtherForm } => ("other_form", StripeRejections.OtherForm(thin)),
            _ => ("invalid_webhook_body", new ProblemResult(StatusCodes.Status400BadRequest, "invalid_webhook_body", "The body is not one of Stripe's events.")),
        };
    }

    private static ProblemResult ComeAgain(string code, string detail) => new(StatusCodes.Status503ServiceUnavailable, code, detail);

    [LoggerMessage(LogLevel.Information, "A webhook was refused: its signature is {Verdict}")]
    private partial void LogRejected(StripeSignatureVerdict verdict);

    [LoggerMessage(LogLevel.Warning, "An event of Stripe's could not be kept; Stripe will send it again")]
    private partial void LogNotKept(Exception fault);
}
