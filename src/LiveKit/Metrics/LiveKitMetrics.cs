using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using Polly.Timeout;

namespace RelayKit.LiveKit;

/// <summary>Asks the nodes' Prometheus endpoints, all at once.</summary>
/// <param name="http">Where a lost call is repeated: reading changes nothing.</param>
/// <param name="urls">One for each node.</param>
/// <param name="credentials">LiveKit's <c>prometheus.username</c> and <c>prometheus.password</c>; null where it asks for none.</param>
/// <param name="time">Measures when to give up.</param>
internal sealed class LiveKitMetrics(HttpClient http, ImmutableArray<Uri> urls, (string Name, string Password)? credentials, TimeProvider time) : ILiveKitMetrics
{
    private readonly AuthenticationHeaderValue? _authorization = credentials is var (name, password)
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")))
        : null;

    public async Task<NodeTrafficReading> ReadTrafficAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(urls.Select(url => TryReadAsync(url, cancellation)));
        return new NodeTrafficReading(
            [.. answers.SelectMany(static answer => answer.Nodes).DistinctBy(static node => node.NodeId)],
            [.. answers.Select(static answer => answer.Fault).OfType<LiveKitException>()]);
    }

    private async Task<(IReadOnlyList<NodeTraffic> Nodes, LiveKitException? Fault)> TryReadAsync(Uri url, CancellationToken cancellation)
    {
        using var total = new CancellationTokenSource(LiveKitResilience.TotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, total.Token);
        try
        {
            return await ReadAsync(url, either.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutRejectedException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return ([], new LiveKitException(LiveKitErrorCode.Unavailable, $"The metrics at {url} could not be read.", innerException: fault));
        }
    }

    private async Task<(IReadOnlyList<NodeTraffic> Nodes, LiveKitException? Fault)> ReadAsync(Uri url, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = _authorization;
        request.Options.Set(LiveKitResilience.MayBeRepeated, true);
        using var response = await http.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            var message = $"{url} answered {(int)response.StatusCode} and no metrics: see MetricsUrls, MetricsUsername and MetricsPassword.";
            return ([], new LiveKitException(LiveKitErrorCode.Unknown, message, response.StatusCode));
        }

        var nodes = NodeMetricsText.Read(await response.Content.ReadAsStringAsync(cancellation));
        return nodes.Count > 0
            ? (nodes, null)
            : ([], new LiveKitException(LiveKitErrorCode.Malformed, $"{url} has no metric livekit_packet_bytes: is it a LiveKit node's?", response.StatusCode));
    }
}
