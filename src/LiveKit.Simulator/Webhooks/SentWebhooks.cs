namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>The last thousand webhooks that were sent, oldest first.</summary>
internal sealed class SentWebhooks
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<SentWebhook> _sent = new();

    public void Add(SentWebhook sent)
    {
        lock (_gate)
        {
            _sent.Enqueue(sent);
            if (_sent.Count > Kept)
            {
                _sent.Dequeue();
            }
        }
    }

    public IReadOnlyList<SentWebhook> Read()
    {
        lock (_gate)
        {
            return [.. _sent];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _sent.Clear();
        }
    }
}
