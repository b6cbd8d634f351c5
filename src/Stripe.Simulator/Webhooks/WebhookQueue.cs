using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>
/// Sends events, signed, each until it is answered by 2xx: after 10 seconds, a minute, 10 minutes, an hour, and then every 6 hours for three days. A script has each
/// sent several times, or held back and then sent in another order.
/// </summary>
internal sealed class WebhookQueue(StripeSimulatorOptions options, SimulatedTime time, HttpMessageInvoker http) : IDisposable
{
    private const int MostAttempts = 16;

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _pumping = new(1, 1);
    private List<WebhookDelivery> _waiting = [];
    private WebhookScript _script = new(1, false);

    public int Delivered { get; private set; }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Add(ToldEvent told)
    {
        if ((told.IsThin ? options.ThinWebhookUrl : options.WebhookUrl) is null)
        {
            return;
        }

        lock (_gate)
        {
            _waiting.AddRange(Enumerable.Repeat(new WebhookDelivery(told, time.GetUtcNow(), 1), _script.Copies));
        }
    }

    public void Set(WebhookScript script)
    {
        lock (_gate)
        {
            _script = script;
        }
    }

    /// <summary>Sends what was held back, in an order that the seed decides, and holds nothing any more.</summary>
    public void Release(int seed)
    {
        lock (_gate)
        {
            var shuffled = _waiting.ToArray();
            new Random(seed).Shuffle(shuffled);
            (_waiting, _script) = ([.. shuffled], _script with { Hold = false });
        }
    }

    /// <summary>Sends everything that is due, one after the other.</summary>
    public async Task PumpAsync(CancellationToken cancellation)
    {
        await _pumping.WaitAsync(cancellation);
        try
        {
            while (Next() is { } delivery)
            {
                if (await SendAsync(delivery, cancellation))
                {
                    Delivered++;
                }
                else if (delivery.Attempt < MostAttempts)
                {
                    Again(delivery with { DueAt = time.GetUtcNow() + Pauses[Math.Min(delivery.Attempt, Pauses.Length) - 1], Attempt = delivery.Attempt + 1 });
                }
            }
        }
        finally
        {
            _pumping.Release();
        }
    }

    /// <summary>The header of a body, as Stripe signs.</summary>
    public static string SignatureOf(string body, string secret, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(signature)}";
    }

    public void Dispose() => _pumping.Dispose();

    private WebhookDelivery? Next()
    {
        lock (_gate)
        {
            if (_script.Hold)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var at = _waiting.FindIndex(delivery => delivery.DueAt <= now);
            if (at < 0)
            {
                return null;
            }

            var next = _waiting[at];
            _waiting.RemoveAt(at);
            return next;
        }
    }

    private void Again(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            _waiting.Add(delivery);
        }
    }

    private async Task<bool> SendAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        var told = delivery.Event;
        using var request = new HttpRequestMessage(HttpMethod.Post, told.IsThin ? options.ThinWebhookUrl : options.WebhookUrl)
        {
            Content = new StringContent(told.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(
            "Stripe-Signature", SignatureOf(told.Body, (told.IsThin ? options.ThinWebhookSecret : options.WebhookSecret)!, time.GetUtcNow()));
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
