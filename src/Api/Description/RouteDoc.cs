using RelayKit.Api.Problems;

namespace RelayKit.Api.Description;

/// <summary>What the OpenAPI document says of a route beyond its path and method.</summary>
/// <param name="Id">The operation's id, as client generators name it: <c>createRoom</c>.</param>
/// <param name="Tag">The group it stands in.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Description">All that a caller has to know, in Markdown.</param>
internal sealed record RouteDoc(string Id, string Tag, string Summary, string Description)
{
    /// <summary>The shape of the body; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>A body that works as it stands, as JSON.</summary>
    public string? Example { get; init; }

    /// <summary>The query parameters that it takes; all others are refused.</summary>
    public IReadOnlyList<QueryDoc> Query { get; init; } = [];

    /// <summary>Request headers that it reads besides those of all routes.</summary>
    public IReadOnlyList<QueryDoc> Headers { get; init; } = [];

    /// <summary>The answers when all is well.</summary>
    public required IReadOnlyList<AnswerDoc> Answers { get; init; }

    /// <summary>The problems that this route answers with, besides those that follow from its group, body and query.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];
}

/// <summary>A query parameter or a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, and its default.</param>
internal sealed record QueryDoc(string Name, string Description)
{
    /// <summary><c>string</c>, <c>integer</c> or <c>boolean</c>.</summary>
    public string Type { get; init; } = "string";

    /// <summary>A format of JSON Schema's, such as <c>date-time</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The words that it takes; null for any.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The least number.</summary>
    public long? Least { get; init; }

    /// <summary>The greatest number.</summary>
    public long? Most { get; init; }

    /// <summary>A value that works.</summary>
    public string? Example { get; init; }

    /// <summary>Items in a page.</summary>
    public static QueryDoc Limit { get; } = new("limit", "How many items a page has at most. Left out, 20.") { Type = "integer", Least = 1, Most = 100 };

    /// <summary>Where a page begins.</summary>
    public static QueryDoc Cursor { get; } = new("cursor", "The `next_cursor` of the page before. Left out, the first page.");

    /// <summary>Live or test mode.</summary>
    public static QueryDoc Mode { get; } = new("mode", "The mode to report on. Left out, the key's own.") { Words = ["live", "test"] };

    /// <summary>An instant.</summary>
    public static QueryDoc Instant(string name, string description) =>
        new(name, description) { Format = "date-time", Example = "2026-11-01T00:00:00Z" };
}

/// <summary>An answer when all is well.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The shape of the body; null for none, or one that is not JSON.</param>
/// <param name="Description">When it comes and what it is.</param>
internal sealed record AnswerDoc(int Status, Type? Body, string Description)
{
    /// <summary>Another shape that the body can have; null for none.</summary>
    public Type? Or { get; init; }

    /// <summary>The media types of the body.</summary>
    public IReadOnlyList<string> ContentTypes { get; init; } = ["application/json"];
}

/// <summary>The groups of routes.</summary>
internal static class RouteTags
{
    public const string Rooms = "Rooms";
    public const string Tokens = "Tokens";
    public const string Participants = "Participants";
    public const string Ingress = "Ingress";
    public const string Sessions = "Sessions";
    public const string Recordings = "Recordings";
    public const string Streams = "Streams";
    public const string Usage = "Usage";
    public const string Billing = "Billing";
    public const string Events = "Events";
    public const string RequestLogs = "Request log";
    public const string Tenant = "Tenant";
    public const string ApiKeys = "API keys";
    public const string Accounts = "Accounts";
    public const string Privacy = "Privacy";
    public const string Operator = "Operator";
    public const string WebhookEndpoints = "Webhook endpoints";
    public const string Webhooks = "Webhooks from LiveKit";
}
