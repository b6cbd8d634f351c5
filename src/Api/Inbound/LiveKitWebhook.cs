using Microsoft.Extensions.Options;
using RelayKit.Api.Cluster;
using RelayKit.Api.Problems;
using RelayKit.Labels;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;

namespace RelayKit.Api.Inbound;

/// <summary>
/// <c>POST /webhooks/livekit</c>: what LiveKit tells. Verified on the raw bytes before anything is parsed, handed to the room's
/// grain by one call, answered 200 once what it changed is durable.
/// </summary>
/// <remarks>
/// LiveKit comes again after a 5xx and never after a 4xx, and a receiver that hangs holds up the room's queue there. So: a 4xx
/// only for what no repetition could mend, a 503 for a fault of ours, 200 for what nobody will ever want, and each within
/// <see cref="LiveKitWebhookOptions.AnswerWithin"/>.
/// </remarks>
internal sealed partial class LiveKitWebhook(
    WebhookVerifier verifier,
    LabelSeals seals,
    GrainReferences<IRoomGrain> rooms,
    EgressWebhooks egresses,
    GrainCalls calls,
    IngressWebhook ingress,
    WebhookInstruments instruments,
    IOptions<LiveKitWebhookOptions> options,
    TimeProvider time,
    ILogger<LiveKitWebhook> logger,
    IRoomRelays? relays = null)
{
    /// <summary>Where LiveKit is told to send its webhooks.</summary>
    public const string Path = "/webhooks/livekit";

    private readonly LiveKitWebhookOptions _options = options.Value;
    private int _underWay;

    /// <summary>
    /// Maps the route as a bare delegate that the routing calls itself. What endpoints get from the framework besides costs and is of
    /// no use here: every fault has its answer below, and <see cref="WebhookInstruments"/> tell more than the framework's metrics.
    /// </summary>
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost(Path, (RequestDelegate)routes.ServiceProvider.GetRequiredService<LiveKitWebhook>().ReceiveAsync)
        .ShortCircuit()
        .DisableHttpMetrics();

    private async Task ReceiveAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var (outcome, problem) = await AnswerInTimeAsync(context);
        instruments.Answered(outcome, time.GetElapsedTime(started));
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    }

    private async ValueTask<(string Outcome, ProblemResult? Problem)> AnswerInTimeAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _underWay) > _options.MaxUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            return ("overloaded", ComeAgain("overloaded", "Too many webhooks are under way."));
        }

        Task<(string, ProblemResult?)>? taking = null;
        try
        {
            taking = TakeInAsync(context);
            return await taking.WaitAsync(_options.AnswerWithin, time);
        }
        catch (Exception fault) when (fault is OperationCanceledException || (fault is TimeoutException && taking is { IsCompleted: false }))
        {
            // It may yet be committed; then the repetition finds it done.
            return ("timeout", ComeAgain("timeout", "The event was not durable in time. Send it again."));
        }
        catch (Exception fault)
        {
            // Whatever went wrong here, LiveKit is to come again; anything but a 5xx would lose the event.
            LogUnreachable(fault);
            return ("unreachable", ComeAgain("temporarily_unavailable", "The room could not be reached. Send it again."));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task<(string Outcome, ProblemResult? Problem)> TakeInAsync(HttpContext context)
    {
        var (body, tooLarge) = await RawBody.ReadAsync(context.Request, _options.MaxBodyBytes, _options.AnswerWithin, time);
        if (tooLarge)
        {
            return ("too_large", new ProblemResult(
                StatusCodes.Status413PayloadTooLarge,
                "webhook_too_large",
                $"A webhook's body is at most {_options.MaxBodyBytes} bytes."));
        }

        var verification = verifier.Verify(body.Span, context.Request.Headers.Authorization.ToString());
        if (!verification.IsValid)
        {
            LogRejected(verification.Rejection);
            return (WebhookRejections.CodeOf(verification.Rejection), WebhookRejections.ToProblem(verification.Rejection));
        }

        if (!WebhookParser.TryParse(body.Span, out var told, out var reason))
        {
            LogUnreadable(verification.Cluster, reason);
            return ("invalid_webhook_body", new ProblemResult(
                StatusCodes.Status400BadRequest, "invalid_webhook_body", $"The body is not one of LiveKit's webhooks. {reason}"));
        }

        if (told.Egress is { } egress)
        {
            return FromOutcome(await egresses.TakeInAsync(egress, _options.AnswerWithin, context.RequestAborted));
        }

        if (IngressWebhook.KeyOf(told) is { } which)
        {
            return FromOutcome(await ingress.TakeInAsync(which, told, _options.AnswerWithin));
        }

        return RoomEventMapping.Map(told, (name, who) => seals.Open(verification.Cluster, name, who), out var room, out var roomEvent) switch
        {
            MappedEvent.ForRoom => FromOutcome(await IngestAsync(rooms.Get(room.ToString()), roomEvent!)),
            MappedEvent.UnknownRoom => ("unknown_room", null),
            _ => ("unknown_event", null),
        };
    }

    /// <summary>
    /// An API in a silo's own process sends what belongs to another silo by the relay; one by itself calls the room. Where the relay
    /// has no answer the room is called as well: to take an event in twice changes nothing.
    /// </summary>
    private async ValueTask<IngestOutcome> IngestAsync(IRoomGrain room, RoomEvent roomEvent) =>
        relays?.TrySend(room, roomEvent) is { } sent && await sent is { } outcome
            ? outcome
            : await calls.RepeatableAsync(room, roomEvent, static (room, e, _) => room.IngestAsync(e), _options.AnswerWithin);

    private static (string Outcome, ProblemResult? Problem) FromOutcome(IngestOutcome outcome) => outcome switch
    {
        IngestOutcome.Committed => ("committed", null),
        IngestOutcome.NothingNew => ("nothing_new", null),
        IngestOutcome.UnknownRoom => ("unknown_room", null),
        IngestOutcome.UnknownSession => ("unknown_session", null),
        IngestOutcome.Overloaded => ("overloaded", ComeAgain("overloaded", "The ledger is full. Send it again.")),
        _ => ("failed", ComeAgain("not_durable", "The event is not known to be durable. Send it again.")),
    };

    private static (string Outcome, ProblemResult? Problem) FromOutcome(EgressOutcome outcome) => outcome switch
    {
        EgressOutcome.Committed => ("committed", null),
        EgressOutcome.TooEarly => ("unknown_recording", ComeAgain("temporarily_unavailable", "No recording of it is known yet. Send it again.")),
        _ => ("unknown_recording", null),
    };

    /// <summary>
    /// Without Retry-After: LiveKit comes again after 1, 2, 4 and 8 seconds then. With one it would wait as long each time, and an event
    /// would be lost after five attempts within seconds, or held up for long by a fault that lasts for a moment.
    /// </summary>
    private static ProblemResult ComeAgain(string code, string detail) => new(StatusCodes.Status503ServiceUnavailable, code, detail);

    [LoggerMessage(LogLevel.Information, "A webhook was refused: {Rejection}")]
    private partial void LogRejected(WebhookRejection rejection);

    [LoggerMessage(LogLevel.Warning, "A webhook signed by LiveKit cluster {Cluster} could not be read: {Reason}")]
    private partial void LogUnreadable(string cluster, string reason);

    [LoggerMessage(LogLevel.Warning, "A room could not be reached; LiveKit will send its event again")]
    private partial void LogUnreachable(Exception fault);
}
