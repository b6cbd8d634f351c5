namespace RelayKit.RateLimiting;

/// <summary>
/// When this silo last heard that another one stops or is dead; its own start, if it never did. A grain that lives in memory and has just
/// been activated can have had a predecessor that was lost then, but not one that was lost later.
/// </summary>
internal sealed class LastSiloLoss(ISiloStatusOracle silos, TimeProvider time) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private long _at = time.GetTimestamp();

    public TimeSpan Ago => time.GetElapsedTime(Volatile.Read(ref _at));

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status.IsTerminating())
        {
            Volatile.Write(ref _at, time.GetTimestamp());
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(LastSiloLoss),
        ServiceLifecycleStage.RuntimeInitialize,
        _ =>
        {
            silos.SubscribeToSiloStatusEvents(this);
            return Task.CompletedTask;
        });
}
