using RelayKit.Api.Problems;
using RelayKit.Stripe.Webhooks;

namespace RelayKit.Api.Inbound.Stripe;

/// <summary>Each reason to refuse one of Stripe's webhooks, with its own code.</summary>
internal static class StripeRejections
{
    public static string CodeOf(StripeSignatureVerdict verdict) => Describe(verdict, thin: false).Code;

    public static ProblemResult ToProblem(StripeSignatureVerdict verdict, bool thin)
    {
        var (code, detail) = Describe(verdict, thin);
        return new ProblemResult(StatusCodes.Status400BadRequest, code, detail);
    }

    /// <summary>An event that is signed and came to the wrong route.</summary>
    public static ProblemResult OtherForm(bool thin) => new(
        StatusCodes.Status400BadRequest,
        "webhook_wrong_route",
        thin
            ? $"This is a snapshot event. Set that endpoint's address in Stripe to {StripeWebhook.Path}."
            : $"This is a thin event. Set that destination's address in Stripe to {StripeWebhook.ThinPath}.");

    private static (string Code, string Detail) Describe(StripeSignatureVerdict verdict, bool thin) => verdict switch
    {
        StripeSignatureVerdict.Missing => ("webhook_signature_missing", "The header Stripe-Signature has to carry Stripe's signature."),
        StripeSignatureVerdict.Malformed => ("webhook_signature_malformed", "The header Stripe-Signature has to be of the form t=<seconds>,v1=<64 hexadecimal digits>."),
        StripeSignatureVerdict.NoMatch => (
            "webhook_signature_invalid",
            $"The body is not signed with the secret under RelayKit__Stripe__{(thin ? "ThinWebhookSecret" : "WebhookSecret")}, or something on the way changed it."),
        StripeSignatureVerdict.TooOld => ("webhook_signature_expired", "The signature is older than 300 seconds. Compare RelayKit's clock; Stripe signs each attempt anew."),
        StripeSignatureVerdict.TooNew => ("webhook_signature_not_yet_valid", "The signature is of more than 300 seconds ahead. Compare RelayKit's clock."),
        _ => throw new InvalidOperationException($"{verdict} is not a reason to refuse."),
    };
}
