using Microsoft.Extensions.Logging;
using RelayKit.Labels;
using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>Limits of connected participants, held where they are counted.</summary>
internal sealed partial class UsageMeterGrain
{
    /// <summary>So many are let go of at a time: the next change of a line finds the others.</summary>
    private const int MostAtATime = 100;

    private readonly LimitWatch _limits = new();

    private async Task HoldLimitsAsync()
    {
        var policy = await PolicyAsync();
        if (!LimitWatch.IsNeeded(policy))
        {
            _limits.Forget();
            return;
        }

        var state = await _meter.CurrentAsync();
        foreach (var (label, count) in _limits.TakeOver(policy, label => label is { } only ? state.ParticipantsOf(only) : state.Participants))
        {
            // Whoever told of the change waits for this grain, so the rooms are told after it has been answered.
            this.RegisterGrainTimer(
                (state, cancellation) => LetGoAsync(state.label, state.many, cancellation),
                (label, many: Math.Min(count, MostAtATime)),
                new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        }
    }

    private async Task LetGoAsync(Label? label, int count, CancellationToken cancellation)
    {
        try
        {
            var newest = await store.ListNewestAsync(_key, label, count, cancellation);
            foreach (var room in newest.GroupBy(static who => who.Room, static who => who.LiveKitSid))
            {
                await rooms.Get(room.Key.ToString()).RemoveOverLimitAsync([.. room]);
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // The next who joins finds the limit passed again.
            LogLimitFailed(fault, _key.Tenant);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A limit of participants of {Tenant} is passed, and who came last could not be let go of")]
    private partial void LogLimitFailed(Exception fault, TenantId tenant);
}
