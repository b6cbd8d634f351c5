using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Api.Events;

/// <summary>The event log as it grows: <c>/v1/events/stream</c>.</summary>
internal static partial class EventStreamEndpoint
{
    /// <summary>How many events a stream that is behind reads at a time.</summary>
    private const int Batch = 100;

    /// <summary>Long enough that whoever was sent away by a process that stops does not come back to it.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapGet("/events/stream", GetAsync).Costs(RouteCost.Read).Needs(Scope.EventsRead).Describe(EventDocs.Stream);

    private static async Task<IResult> GetAsync(
        HttpContext context, IEventLog log, EventFeeds feeds, StreamPlaces places, TimeProvider time, ILogger<EventStream> logger)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "after", "type", "room", "mode");
        var filter = EventRequest.ReadFilter(context, errors);
        var asked = EventRequest.ReadPlaceOfStream(context, errors);
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
        var (start, problem) = await asked.FindAsync(log, tenant, time.GetUtcNow(), life.Ended);
        if (start is null)
        {
            return problem!;
        }

        using var following = feeds.Follow(tenant, start.End);
        var writer = ServerSentEventWriter.Begin(context.Response);
        writer.WriteRetry(Retry);
        var query = new EventLogQuery(tenant, filter, start.Place, Batch) { SinceMs = start.SinceMs };
        try
        {
            await new EventStream(query, following, writer, time).RunAsync(life.Ended);
        }
        catch (OperationCanceledException) when (life.Ended.IsCancellationRequested)
        {
            // The end of it.
        }
        catch (Exception fault)
        {
            // The client comes again to where it was, and is told by a status if the log still cannot be read.
            LogBroken(logger, fault, tenant);
        }

        return Results.Empty;
    }

    [LoggerMessage(LogLevel.Debug, "A stream of events of {Tenant} ended, since the log could not be read")]
    private static partial void LogBroken(ILogger logger, Exception fault, TenantId tenant);
}
