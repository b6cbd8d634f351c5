using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>
/// Ends a suspended tenant's sessions when their grace is over, and those that tokens from before begin afterwards: the meter hears of each, and is
/// woken once a minute for as long as any goes on.
/// </summary>
internal sealed partial class UsageMeterGrain
{
    /// <summary>After how long sessions that LiveKit has not ended are asked for again.</summary>
    private const long AskAgainMs = 5_000;

    private long _endedAtMs;

    /// <summary>When sessions are to be ended next; null where none goes on, or may for ever.</summary>
    private long? SuspensionDueMs(TenantPolicy policy, MeterState state) =>
        policy.Suspension?.SessionsEndAt is { } endAt && state.ActiveSessions > 0
            ? Math.Max(endAt.ToUnixTimeMilliseconds(), _endedAtMs + AskAgainMs)
            : null;

    private async Task EndSuspendedAsync(CancellationToken cancellation)
    {
        var policy = await PolicyAsync();
        if (policy.Suspension is not { SessionsEndAt: { } endAt } || SuspensionDueMs(policy, await _meter.CurrentAsync()) is not { } dueMs || dueMs > NowMs)
        {
            return;
        }

        _endedAtMs = NowMs;
        await EndRoomsAsync(label: null, room => room.EndForSuspensionAsync(endAt.ToUnixTimeMilliseconds()), cancellation);
    }
}
