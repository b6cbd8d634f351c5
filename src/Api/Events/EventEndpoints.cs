using System.Globalization;
using System.Text.Json;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Events;
using RelayKit.Identifiers;

namespace RelayKit.Api.Events;

/// <summary>The tenant's event log: <c>/v1/events</c>.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/events", ListAsync).Costs(RouteCost.Read).Needs(Scope.EventsRead).Describe(EventDocs.List);
        tenant.MapGet("/events/{event}", GetAsync).Costs(RouteCost.Read).Needs(Scope.EventsRead).Describe(EventDocs.Get);
        EventStreamEndpoint.Map(tenant);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IEventLog log, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "after", "type", "room", "mode");
        var limit = PageRequest.ReadLimit(context, errors);
        var filter = EventRequest.ReadFilter(context, errors);
        var place = EventRequest.ReadPlaceOfList(context, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (tenant, now) = (CurrentTenant.Of(context).Tenant, time.GetUtcNow());
        var (start, problem) = await place.FindAsync(log, tenant, now, context.RequestAborted);
        if (start is null)
        {
            return problem!;
        }

        // One more than asked for, so that the last page knows that it is.
        var page = await log.ReadAsync(
            new EventLogQuery(tenant, filter, start.Place, limit + 1) { SinceMs = EventRetention.HorizonMs(now) }, context.RequestAborted);
        var next = page.Events.Length > limit ? page.Events[limit - 1].Sequence : page.Place < page.End ? page.Place : (long?)null;
        return Results.Stream(body => WriteAsync(body, page.Events.Take(limit), next), "application/json; charset=utf-8");
    }

    private static async Task<IResult> GetAsync(string @event, HttpContext context, IEventLog log, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "mode");
        var filter = new EventFilter(ModeParameter.Read(context, errors));
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (PublicId.TryParse(PublicId.Event, @event, out var id)
            && await log.FindAsync(CurrentTenant.Of(context).Tenant, id, context.RequestAborted) is { } found
            && found.CreatedAtMs >= EventRetention.HorizonMs(time.GetUtcNow())
            && filter.Admits(found))
        {
            return Results.Bytes(LoggedEventJson.Write(found), "application/json; charset=utf-8");
        }

        return new ProblemResult(ProblemKinds.EventNotFound, "There is no such event. List them with GET /v1/events.");
    }

    private static async Task WriteAsync(Stream body, IEnumerable<LoggedEvent> events, long? next)
    {
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var one in events)
        {
            json.WriteRawValue(LoggedEventJson.Write(one), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteString("next_cursor"u8, next?.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        await json.FlushAsync();
    }
}
