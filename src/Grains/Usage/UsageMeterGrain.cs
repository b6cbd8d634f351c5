using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace RelayKit.Usage;

/// <summary>Shared out among the silos by chance, as rooms are and for the same reason.</summary>
[RandomPlacement]
internal sealed partial class UsageMeterGrain(IUsageStore store, TimeProvider time, ILogger<UsageMeterGrain> logger)
    : Grain, IUsageMeterGrain
{
    /// <summary>
    /// How long a session that has ended is still followed by a line of its own. A room that changes such a session sends its
    /// line for half as long and asks for a new look at the ledger after that, so that no line is ever counted twice.
    /// </summary>
    public static readonly TimeSpan FollowEnded = TimeSpan.FromMinutes(10);

    private MeterKey _key;
    private MeterState? _state;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = MeterKey.Parse(this.GetPrimaryKeyString());

        // Reading anew now and then lets go of the sessions that have ended, and mends whatever a lost message left behind.
        this.RegisterGrainTimer(
            RefreshAsync, new GrainTimerCreationOptions { DueTime = FollowEnded, Period = FollowEnded });
        return Task.CompletedTask;
    }

    public async Task ApplyAsync(ImmutableArray<SessionLine> lines)
    {
        var state = await CurrentAsync();
        foreach (var line in lines)
        {
            if (!state.Apply(line))
            {
                // The room and the meter stand on different sides of a period's end; the ledger knows both, and these lines too.
                await RefreshAsync(CancellationToken.None);
                return;
            }
        }
    }

    public Task InvalidateAsync()
    {
        _state = null;
        return Task.CompletedTask;
    }

    public async Task<UsageReading> ReadAsync() => (await CurrentAsync()).ReadAt(time.GetUtcNow().ToUnixTimeMilliseconds());

    private async ValueTask<MeterState> CurrentAsync()
    {
        if (_state is null || time.GetUtcNow().ToUnixTimeMilliseconds() >= _state.Period.EndMs)
        {
            await RefreshAsync(CancellationToken.None);
        }

        return _state!;
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var period = UsagePeriod.Containing(time.GetUtcNow());
        var ledger = await store.ReadMeterAsync(_key, period, FollowEnded, cancellation);
        _state = new MeterState(period, ledger);
        LogRead(_key.Tenant, _key.Mode, ledger.Sessions.Length);
    }

    [LoggerMessage(LogLevel.Debug, "Meter of {Tenant} ({Mode}) read from the ledger: {Sessions} sessions followed")]
    private partial void LogRead(Tenants.TenantId tenant, Mode mode, int sessions);
}
