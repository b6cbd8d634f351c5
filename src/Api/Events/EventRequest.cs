using System.Collections.Immutable;
using System.Globalization;
using RelayKit.Api.Requests;
using RelayKit.Events;

namespace RelayKit.Api.Events;

/// <summary>Reads what requests for events have in common.</summary>
internal static class EventRequest
{
    /// <summary>The header by which a client says what it has seen last (WHATWG HTML, section 9.2).</summary>
    public const string LastEventId = "Last-Event-ID";

    public static EventFilter ReadFilter(HttpContext context, FieldErrors errors)
    {
        var types = context.Request.Query["type"]
            .SelectMany(static text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        if (types.Any(static type => !TenantEventTypes.All.Contains(type)))
        {
            errors.Add("?type", $"has to be of {string.Join(", ", TenantEventTypes.All)}; of several, give them with commas between or one by one");
        }

        var room = PageRequest.ReadRoomName(context, "room", errors);

        return new EventFilter(ModeParameter.Read(context, errors)) { Types = types, Room = room };
    }

    /// <summary>Where a list begins: after an event, where the page before ended, or at the oldest.</summary>
    public static EventPlace ReadPlaceOfList(HttpContext context, FieldErrors errors)
    {
        var (after, cursor) = (PageRequest.ReadText(context, "after"), PageRequest.ReadText(context, "cursor"));
        if (after is not null && cursor is not null)
        {
            errors.Add("?after", "cannot go with cursor; leave one of them out");
        }

        return cursor is not null
            ? new EventPlace(Read(cursor, errors, "?cursor"), "?cursor") { GoesOnWithTheOldest = true }
            : new EventPlace(after is null ? 0 : Read(after, errors, "?after"), "?after");
    }

    /// <summary>
    /// Where a stream begins: after the event that the client has seen last, else as the address says, which a browser repeats as it is when it
    /// comes again; else at the end.
    /// </summary>
    public static EventPlace ReadPlaceOfStream(HttpContext context, FieldErrors errors)
    {
        var after = PageRequest.ReadText(context, "after") is { } text ? Read(text, errors, "?after") : null;
        return context.Request.Headers[LastEventId].ToString() is { Length: > 0 } seen
            ? new EventPlace(Read(seen, errors, LastEventId), LastEventId)
            : new EventPlace(after, "?after");
    }

    private static long? Read(string text, FieldErrors errors, string pointer)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            return place;
        }

        errors.Add(pointer, "has to be the sequence of an event, or 0 for the oldest that is there");
        return null;
    }
}
