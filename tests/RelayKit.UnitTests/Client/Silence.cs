namespace RelayKit.UnitTests.Client;

/// <summary>Nothing, until somebody gives up. Unlike a delay, it ends on the thread of whoever gives up, and so at a known moment.</summary>
internal static class Silence
{
    public static async Task UntilAsync(CancellationToken giveUp)
    {
        var never = new TaskCompletionSource();
        using var given = giveUp.Register(() => never.TrySetCanceled(giveUp));
        await never.Task.ConfigureAwait(false);
    }
}
