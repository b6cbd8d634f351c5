namespace RelayKit.Client;

/// <summary>Which requests to list.</summary>
public sealed record RequestLogQuery
{
    /// <summary>Only requests that came in at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only requests that came in before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only requests of this method, such as <c>POST</c>.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests of the route of this template, such as <c>/v1/rooms/{room}</c>.</summary>
    public string? Route { get; init; }

    /// <summary>Only requests that were answered with this status, such as <c>404</c>, or with one of a class, such as <c>4xx</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Only requests that were answered with this code, one of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Only requests of this API key: <c>key_…</c>.</summary>
    public string? KeyId { get; init; }

    /// <summary>Only requests that came from this address.</summary>
    public string? Ip { get; init; }

    /// <summary>Only the request of this id: <c>req_…</c>.</summary>
    public string? Id { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
