using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RelayKit.Labels;

namespace RelayKit.Usage;

/// <summary>
/// A tenant's meter without the grain around it: reads the ledger when it has to, and otherwise follows sessions by their lines.
/// Takes one call at a time; only readings may be many at once.
/// </summary>
internal sealed partial class UsageMeter(MeterKey key, IUsageStore store, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How long a session that has ended is still followed by a line of its own. A room that changes such a session sends its
    /// line for half as long and asks for a new look at the ledger after that, so that no line is ever counted twice.
    /// </summary>
    public static readonly TimeSpan FollowEnded = TimeSpan.FromMinutes(10);

    private MeterState? _state;
    private FrozenSet<Label> _watched = [];

    /// <summary>Keeps lines of these labels from now on, and of no others: the ledger is read again unless they are the same.</summary>
    public void Watch(FrozenSet<Label> labels)
    {
        if (!_watched.SetEquals(labels))
        {
            _watched = labels;
            Invalidate();
        }
    }

    /// <summary>Takes lines in; the ledger is read first, unless it has been.</summary>
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

    /// <summary>Forgets what it has: the next call reads the ledger.</summary>
    public void Invalidate() => _state = null;

    /// <summary>What was used in the current period.</summary>
    public async Task<UsageReading> ReadAsync() => (await CurrentAsync()).ReadAt(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Reads the ledger.</summary>
    public async Task<MeterState> RefreshAsync(CancellationToken cancellation)
    {
        var period = UsagePeriod.Containing(time.GetUtcNow());
        var watched = _watched;
        var ledger = await store.ReadMeterAsync(key, period, watched, FollowEnded, cancellation);
        _state = new MeterState(period, ledger, watched);
        LogRead(key.Tenant, key.Mode, ledger.Sessions.Length);
        return _state;
    }

    /// <summary>The state as it is now; the ledger is read first, unless it has been in this period.</summary>
    public ValueTask<MeterState> CurrentAsync() =>
        _state is { } state && time.GetUtcNow().ToUnixTimeMilliseconds() < state.Period.EndMs
            ? new(state)
            : new(RefreshAsync(CancellationToken.None));

    [LoggerMessage(LogLevel.Debug, "Meter of {Tenant} ({Mode}) read from the ledger: {Sessions} sessions followed")]
    private partial void LogRead(Tenants.TenantId tenant, Mode mode, int sessions);
}
