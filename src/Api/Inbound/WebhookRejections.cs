using RelayKit.Api.Problems;
using RelayKit.LiveKit;

namespace RelayKit.Api.Inbound;

/// <summary>Each reason to refuse a webhook, with its own code.</summary>
internal static class WebhookRejections
{
    public static string CodeOf(WebhookRejection rejection) => Describe(rejection).Code;

    public static ProblemResult ToProblem(WebhookRejection rejection)
    {
        var (code, detail) = Describe(rejection);
        return new ProblemResult(StatusCodes.Status401Unauthorized, code, detail);
    }

    private static (string Code, string Detail) Describe(WebhookRejection rejection) => rejection switch
    {
        WebhookRejection.MissingToken => ("webhook_token_missing", "The header Authorization has to carry LiveKit's token."),
        WebhookRejection.MalformedToken => ("webhook_token_malformed", "The token is not an HS256 JWT with iss and exp."),
        WebhookRejection.UnknownApiKey => (
            "webhook_key_unknown", "The token's API key is not configured here. Add it under RelayKit__LiveKit__N__ApiKey."),
        WebhookRejection.InvalidSignature => (
            "webhook_signature_invalid", "The token is not signed with the secret that is configured for its API key."),
        WebhookRejection.Expired => ("webhook_token_expired", "The token has expired. Compare the clocks of LiveKit and RelayKit."),
        WebhookRejection.NotYetValid => (
            "webhook_token_not_yet_valid", "The token is not valid yet. Compare the clocks of LiveKit and RelayKit."),
        WebhookRejection.MissingBodyHash => ("webhook_body_hash_missing", "The token has no claim sha256 and so vouches for no body."),
        WebhookRejection.BodyHashMismatch => (
            "webhook_body_hash_mismatch", "The body is not the one that the token vouches for. Something on the way changed it."),
        _ => throw new InvalidOperationException($"{rejection} is not a reason to refuse."),
    };
}
