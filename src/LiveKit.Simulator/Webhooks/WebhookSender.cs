using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// Sends one webhook: five attempts, 1, 2, 4 and 8 seconds apart, after no answer, a 5xx other than 501, or a 429. Any other
/// answer counts as delivered, a 4xx too. The token is made once and serves every attempt.
/// </summary>
internal sealed partial class WebhookSender(
    HttpMessageHandler handler,
    WebhookSigner signer,
    WebhookCounters counters,
    SentWebhooks sent,
    TimeProvider time,
    ILogger<WebhookSender> logger) : IDisposable
{
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private readonly HttpClient _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A <see cref="WebhookDelivery"/>.</summary>
    public async Task SendAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        var body = Encoding.UTF8.GetBytes(webhook.Body);
        var token = signer.Sign(body, webhook.Node.NowMs / 1000, webhook.Flaw);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                counters.Attempt(webhook, again: attempt > 1);
                var (status, retryAfter) = await TryAsync(webhook.Url, body, token, lost);
                if ((status is { } answer && !IsRetried(answer)) || attempt > Waits.Length)
                {
                    Finish(webhook, token, attempt, status);
                    return;
                }

                await Task.Delay(retryAfter ?? Waits[attempt - 1], time, lost);
            }
        }
        catch (OperationCanceledException)
        {
            counters.End(webhook, WebhookOutcome.Lost);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>No status when there was no answer.</summary>
    private async Task<(HttpStatusCode? Status, TimeSpan? RetryAfter)> TryAsync(
        Uri url, byte[] body, string token, CancellationToken lost)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/webhook+json");
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.TryAddWithoutValidation("User-Agent", "LiveKit");
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, lost);
            return (response.StatusCode, RetryAfter(response));
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !lost.IsCancellationRequested)
        {
            return (null, null);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            || response.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        var wait = header.Delta ?? header.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Remembered before it is counted: who waits for the last count then finds it among those sent.</summary>
    private void Finish(QueuedWebhook webhook, string token, int attempts, HttpStatusCode? status)
    {
        sent.Add(new SentWebhook(webhook.Id, webhook.Event, webhook.Room, webhook.Body, token, webhook.Url, attempts, (int?)status));
        if (status is { } answer && !IsRetried(answer))
        {
            counters.End(webhook, WebhookOutcome.Delivered, (int)answer);
            return;
        }

        LogFailed(webhook.Event, webhook.Id, webhook.Url, attempts, (int?)status);
        counters.End(webhook, WebhookOutcome.Failed, (int?)status);
    }

    private static bool IsRetried(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    [LoggerMessage(LogLevel.Warning, "Failed to send webhook {Event} {Id} to {Url}: {Attempts} attempts, last status {Status}")]
    private partial void LogFailed(string @event, string id, Uri url, int attempts, int? status);
}
