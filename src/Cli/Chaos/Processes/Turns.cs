namespace RelayKit.Cli.Chaos.Processes;

/// <summary>Lets one deed at a time be done to something, in the order in which they come.</summary>
internal sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for its turn, and does it.</summary>
    public async Task DoAsync(Func<Task> deed, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await deed();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
