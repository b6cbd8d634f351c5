namespace RelayKit.Webhooks;

/// <summary>What a look at a message's signature found.</summary>
public enum WebhookVerdict
{
    /// <summary>It is signed with one of the secrets, and of now.</summary>
    Valid = 0,

    /// <summary>One of the three headers is missing or empty.</summary>
    HeadersMissing = 1,

    /// <summary>The timestamp is not a number of seconds.</summary>
    TimestampInvalid = 2,

    /// <summary>None of the signatures is of one of the secrets, or the message was changed.</summary>
    SignatureInvalid = 3,

    /// <summary>It is signed, and the attempt is longer ago than <see cref="WebhookSignature.Tolerance"/>.</summary>
    TooOld = 4,

    /// <summary>It is signed, and the attempt lies further ahead than <see cref="WebhookSignature.Tolerance"/>.</summary>
    TooNew = 5,
}
