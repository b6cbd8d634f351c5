using System.Globalization;
using System.Runtime.CompilerServices;

namespace RelayKit.Client;

/// <summary>The tenant's event log: nothing in it is missed, and nothing is told twice.</summary>
public sealed class EventCalls
{
    private readonly Transport _transport;

    internal EventCalls(Transport transport) => _transport = transport;

    /// <summary>Events in the order of the log, the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all that the log keeps.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<TenantEvent> ListAsync(EventQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new EventQuery();
        return _transport.AllAsync<Page<TenantEvent>, TenantEvent>(
            cursor => ApiCall.Get("listEvents", "v1/events" + Filters(query)
                .Add("after", cursor is null ? query.After : null).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageTenantEvent,
            cancellation);
    }

    /// <summary>One event.</summary>
    /// <param name="id">Its id: <c>evt_…</c>.</param>
    /// <param name="mode">The mode that it is of; left out, the key's own.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<TenantEvent> GetAsync(string id, Mode? mode = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Get("getEvent", $"v1/events/{PathSegment.Of(id, nameof(id))}" + new QueryText().Add("mode", mode)), ClientJson.Default.TenantEvent, cancellation);

    /// <summary>
    /// Events as they happen, for as long as they are read. A stream that ends or breaks is opened again after the last event that was given out, so that
    /// each comes once. To go on after a restart, keep the <see cref="TenantEvent.Sequence"/> of the last one that was handled.
    /// </summary>
    /// <param name="query">Which; left out, everything that happens from now on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RelayKitException">The server refuses, such as when the API key is revoked. That it is away for a time is no refusal.</exception>
    public async IAsyncEnumerable<TenantEvent> StreamAsync(EventQuery? query = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        query ??= new EventQuery();
        var call = ApiCall.Get("streamEvents", "v1/events/stream" + Filters(query).Add("after", query.After)) with
        {
            Accept = EventFeed.MediaType,
            LastEventId = query.After?.ToString(CultureInfo.InvariantCulture),
        };
        var last = query.After ?? long.MinValue;
        await foreach (var item in _transport.FollowAsync(call, cancellation).ConfigureAwait(false))
        {
            var told = StreamData.Read(call, item.Data, ClientJson.Default.TenantEvent);
            if (told.Id.Length > 0 && told.Sequence > last)
            {
                last = told.Sequence;
                yield return told;
            }
        }
    }

    private static QueryText Filters(EventQuery query) => new QueryText()
        .Add("type", query.Types is { Count: > 0 } types ? string.Join(',', types) : null).Add("room", query.Room).Add("mode", query.Mode);
}
