using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace RelayKit.Api.Operations;

/// <summary>
/// Takes out of spans, before they are exported, what a caller wrote: of a request stays which route it took and how it was answered, and not its path, query,
/// address or program; of a call between grains, their types. An address and a user agent are kept in the request log and nowhere else.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private const string WebServer = "Microsoft.AspNetCore";
    private const string FullUrl = "url.full";

    /// <summary>Which grain called which: type and key, and keys have names of rooms in them.</summary>
    private static readonly string[] GrainIds = ["orleans.rpc.target_id", "orleans.rpc.source_id"];

    /// <summary>All else that a web server's span may come to carry, in this version or the next, goes.</summary>
    private static readonly FrozenSet<string> OfRequests = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.name", "network.protocol.version", "error.type");

    /// <summary>Messages say what was in a request as often as not; which fault it was stays.</summary>
    private static readonly FrozenSet<string> Messages = FrozenSet.Create(StringComparer.Ordinal, "exception.message", "exception.stacktrace");

    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var isRequest = data.Source.Name == WebServer;
        foreach (var (name, _) in data.TagObjects.Where(tag => isRequest ? !OfRequests.Contains(tag.Key) : Messages.Contains(tag.Key)).ToList())
        {
            data.SetTag(name, null);
        }

        if (data.GetTagItem(FullUrl) is string url && url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query)
        {
            data.SetTag(FullUrl, url[..query]);
        }

        foreach (var grain in GrainIds)
        {
            if (data.GetTagItem(grain)?.ToString() is { } id && id.IndexOf('/', StringComparison.Ordinal) is >= 0 and var key)
            {
                data.SetTag(grain, id[..key]);
            }
        }

        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
