namespace RelayKit.Webhooks;

/// <summary>How far a delivery has come, as its last try left it.</summary>
public enum WebhookState
{
    /// <summary>The receiver has answered 2xx.</summary>
    Delivered = 0,

    /// <summary>It failed, and is tried again.</summary>
    Retrying = 1,

    /// <summary>It failed, and that was the last try. It can be replayed.</summary>
    Exhausted = 2,

    /// <summary>The receiver has answered 410 (Gone): nothing more is sent there.</summary>
    Gone = 3,
}
