namespace RelayKit.Stripe.Webhooks;

/// <summary>Stripe's webhooks as bytes: who signed them, and what they tell.</summary>
public sealed class StripeWebhooks
{
    private readonly StripeOptions _options;
    private readonly TimeProvider _time;

    internal StripeWebhooks(StripeOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>Whether thin events are taken at all: there is a secret for them.</summary>
    public bool TakesThinEvents => _options.ThinWebhookSecrets.Count > 0;

    /// <summary>Checks who signed a body.</summary>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    /// <param name="thin">Whether it came where thin events are expected: they have secrets of their own.</param>
    public StripeSignatureVerdict Verify(ReadOnlySpan<byte> body, string? signature, bool thin) =>
        StripeSignature.Verify(body, signature, thin ? _options.ThinWebhookSecrets : _options.WebhookSecrets, _time.GetUtcNow());

    /// <summary>Reads a body that is signed.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="thin">Whether it came where thin events are expected.</param>
    public static StripeNews Read(ReadOnlyMemory<byte> body, bool thin) => StripeNewsReader.Read(body, thin);
}
