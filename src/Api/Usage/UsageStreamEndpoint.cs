using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>The live meter as it moves: <c>/v1/usage/stream</c>.</summary>
internal static partial class UsageStreamEndpoint
{
    private const string EventType = "usage";

    /// <summary>Long enough that whoever was sent away by a process that stops does not come back to it.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private static readonly RouteDoc Doc = new(
        "streamUsage",
        RouteTags.Usage,
        "Follow the live meter",
        """
        The meter once a second as server-sent events: `event: usage`, and `data` is what `GET /v1/usage` answers. A reader who is slow gets the newest
        reading and not every one. The stream ends when the server stops or the API key is revoked; connect again then, as a browser's `EventSource` and
        its likes do by themselves.
        """)
    {
        Query = [QueryDoc.Mode],
        Answers =
        [
            new(200, typeof(UsageResponse), "The stream. The schema is that of each event's `data`.") { ContentTypes = [ServerSentEventWriter.ContentType] },
        ],
        Problems = [ProblemKinds.TooManyStreams],
    };

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapGet("/usage/stream", GetAsync).Costs(RouteCost.Read).Needs(Scope.UsageRead).Describe(Doc);

    private static async Task<IResult> GetAsync(HttpContext context, UsageFeeds feeds, StreamPlaces places, ILogger<UsageFeeds> logger)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "mode");
        var mode = ModeParameter.Read(context, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        using var place = places.TryTake(tenant, out var refusal);
        if (refusal is not null)
        {
            return refusal;
        }

        await using var life = StreamLife.Of(context);
        using var following = feeds.Follow(new MeterKey(tenant, mode));

        // Before anything is sent, so that a fault is still answered as one.
        var reading = await following.NextAsync(life.Ended);
        var writer = ServerSentEventWriter.Begin(context.Response);
        writer.WriteRetry(Retry);
        try
        {
            do
            {
                writer.WriteEvent(EventType, reading.Span);
            }
            while (await writer.FlushAsync(life.Ended) && (reading = await following.NextAsync(life.Ended)).Length > 0);
        }
        catch (OperationCanceledException) when (life.Ended.IsCancellationRequested)
        {
            // The end of it.
        }
        catch (Exception fault)
        {
            // The client comes again, and is told by a status if it still cannot be read.
            LogBroken(logger, fault, tenant);
        }

        return Results.Empty;
    }

    [LoggerMessage(LogLevel.Debug, "A stream of usage of {Tenant} ended, since its meter could not be read")]
    private static partial void LogBroken(ILogger logger, Exception fault, TenantId tenant);
}
