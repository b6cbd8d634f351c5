using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace RelayKit.Api.Cluster;

/// <summary>
/// Calls grains while silos come and go: a call that a change of the cluster has turned away is made again, within the caller's
/// deadline, and nobody outside sees it. A call that succeeds at once pays for one pooled state machine and allocates nothing.
/// </summary>
internal sealed partial class GrainCalls(GrainCallInstruments instruments, TimeProvider time, ILogger<GrainCalls> logger)
{
    /// <summary>
    /// How long a call is repeated where its caller sets no earlier deadline. Longer than a silo that stops in order takes to hand
    /// its grains over, shorter than the patience of most HTTP clients.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes a call that changes nothing more when it runs again: it is repeated also where nobody knows whether it ran.</summary>
    /// <param name="grain">Whom to call.</param>
    /// <param name="argument">What to hand over.</param>
    /// <param name="call">The call. Static, so that nothing is captured.</param>
    /// <param name="giveUp">The caller's deadline; also handed to the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="giveUp"/> came while it waited to repeat the call.</exception>
    public ValueTask<TResult> RepeatableAsync<TGrain, TArgument, TResult>(
        TGrain grain, TArgument argument, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, CancellationToken giveUp) =>
        RepeatableAsync(grain, argument, call, Patience, giveUp);

    /// <summary>As the other, for a caller who measures its time itself and whose deadline is no token.</summary>
    /// <param name="grain">Whom to call.</param>
    /// <param name="argument">What to hand over.</param>
    /// <param name="call">The call. Static, so that nothing is captured.</param>
    /// <param name="patience">How long after its first failure the call is repeated.</param>
    public ValueTask<TResult> RepeatableAsync<TGrain, TArgument, TResult>(
        TGrain grain, TArgument argument, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, TimeSpan patience) =>
        RepeatableAsync(grain, argument, call, patience, CancellationToken.None);

    /// <summary>Makes a call that must not run twice: it is repeated only where it has certainly changed nothing.</summary>
    /// <inheritdoc cref="RepeatableAsync{TGrain, TArgument, TResult}(TGrain, TArgument, Func{TGrain, TArgument, CancellationToken, Task{TResult}}, CancellationToken)"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResult> OnceAsync<TGrain, TArgument, TResult>(
        TGrain grain, TArgument argument, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, CancellationToken giveUp)
    {
        try
        {
            return await call(grain, argument, giveUp);
        }
        catch (Exception fault) when (GrainCallFault.HasChangedNothing(fault))
        {
            return await RepeatAsync(grain, argument, call, isRepeatable: false, fault, Patience, giveUp);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> RepeatableAsync<TGrain, TArgument, TResult>(
        TGrain grain, TArgument argument, Func<TGrain, TArgument, CancellationToken, Task<TResult>> call, TimeSpan patience, CancellationToken giveUp)
    {
        try
        {
            return await call(grain, argument, giveUp);
        }
        catch (Exception fault) when (GrainCallFault.HasChangedNothing(fault) || GrainCallFault.HasUnknownOutcome(fault))
        {
            return await RepeatAsync(grain, argument, call, isRepeatable: true, fault, patience, giveUp);
        }
    }

    // The arguments one by one: a lambda in a catch clause above would make its closure on the way to every call.
    private async Task<TResult> RepeatAsync<TGrain, TArgument, TResult>(
        TGrain grain,
        TArgument argument,
        Func<TGrain, TArgument, CancellationToken, Task<TResult>> call,
        bool isRepeatable,
        Exception fault,
        TimeSpan patience,
        CancellationToken giveUp)
    {
        LogRepeated(fault);
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            if (time.GetElapsedTime(started) + delay > patience)
            {
                ExceptionDispatchInfo.Throw(fault);
            }

            await Task.Delay(delay, time, giveUp);
            instruments.Repeated(isRepeatable && !GrainCallFault.HasChangedNothing(fault));
            try
            {
                return await call(grain, argument, giveUp);
            }
            catch (Exception again) when (GrainCallFault.HasChangedNothing(again) || (isRepeatable && GrainCallFault.HasUnknownOutcome(again)))
            {
                fault = again;
            }

            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    [LoggerMessage(LogLevel.Debug, "A grain call met a silo that came or went; it is repeated")]
    private partial void LogRepeated(Exception fault);
}
