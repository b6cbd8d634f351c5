namespace RelayKit.Cli.Chaos.Receivers;

/// <summary>What a tenant's backend knows of one message.</summary>
/// <param name="id">Its <c>webhook-id</c>.</param>
internal sealed class ReceivedWebhook(string id)
{
    private int _accepted;
    private int _forged;

    /// <summary>Its <c>webhook-id</c>.</summary>
    public string Id => id;

    /// <summary>The event's id, as the body has it; null before the body was read.</summary>
    public string? Event { get; private set; }

    /// <summary>How often it was answered with 200, and the answer was sent.</summary>
    public int Accepted => _accepted;

    /// <summary>How often its signature did not hold.</summary>
    public int Forged => _forged;

    public void Read(string @event) => Event = @event;

    public void Accept() => Interlocked.Increment(ref _accepted);

    public void Refuse() => Interlocked.Increment(ref _forged);
}
