using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// Sends one webhook: five attempts, 1, 2, 4 and 8 seconds apart, after no answer, a 5xx other than 501, or a 429. Any other
/// answer counts as delivered, a 4xx too. The token is made once and serves every attempt.
/// </summary>
internal sealed class WebhookSender(
    HttpMessageHandler handler, WebhookSigner signer, WebhookCounters counters, TimeProvider time, Action<SentWebhook> remember) : IDisposable
{
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task SendAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        var body = Encoding.UTF8.GetBytes(webhook.Body);
        var token = signer.Sign(body);
        HttpStatusCode? status = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                (status, var retryAfter) = await TryAsync(webhook.Url, body, token, lost);
                var delivered = status is { } answer && !IsRetried(answer);
                if (delivered || attempt > Waits.Length)
                {
                    Count(delivered);
                    remember(new SentWebhook(
                        webhook.Id, webhook.Event, webhook.Room, webhook.Body, token, webhook.Url, attempt, (int?)status));
                    return;
                }

                counters.CountRetry();
                await Task.Delay(Min(retryAfter ?? Waits[attempt - 1], MaxWait), time, lost);
            }
        }
        catch (OperationCanceledException)
        {
            counters.CountLost();
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode? Status, TimeSpan? RetryAfter)> TryAsync(
        Uri url, byte[] body, string token, CancellationToken lost)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/webhook+json");
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.TryAddWithoutValidation("User-Agent", "LiveKit");
        try
        {
            using var response = await _http.SendAsync(request, lost);
            var retryAfter = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                ? response.Headers.RetryAfter?.Delta
                : null;
            return (response.StatusCode, retryAfter);
        }
        catch (HttpRequestException)
        {
            return (null, null);
        }
    }

    private void Count(bool delivered)
    {
        if (delivered)
        {
            counters.CountDelivered();
        }
        else
        {
            counters.CountFailed();
        }
    }

    private static bool IsRetried(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
