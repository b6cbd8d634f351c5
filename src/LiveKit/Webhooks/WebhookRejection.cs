namespace RelayKit.LiveKit;

/// <summary>Why a webhook is not LiveKit's.</summary>
public enum WebhookRejection
{
    /// <summary>It is LiveKit's.</summary>
    None = 0,

    /// <summary>No token in the Authorization header.</summary>
    MissingToken,

    /// <summary>
    /// The token is larger than 8 KiB, not a JWT in compact form, not of HS256, or without <c>iss</c> or <c>exp</c>.
    /// </summary>
    MalformedToken,

    /// <summary>The token's <c>iss</c> is none of the configured API keys.</summary>
    UnknownApiKey,

    /// <summary>The signature was not made with the secret of the token's API key.</summary>
    InvalidSignature,

    /// <summary>The token ended more than a minute ago. LiveKit makes tokens for 5 minutes, once per event, before its first attempt.</summary>
    Expired,

    /// <summary>The token begins more than a minute from now: one of the two clocks is wrong.</summary>
    NotYetValid,

    /// <summary>The token says nothing about the body (no <c>sha256</c>): an access token of some other use.</summary>
    MissingBodyHash,

    /// <summary>The body is not the one that was signed.</summary>
    BodyHashMismatch,
}
