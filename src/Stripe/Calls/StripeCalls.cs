using Microsoft.Extensions.Logging;
using RelayKit.Billing;

namespace RelayKit.Stripe.Calls;

/// <summary>
/// Makes a call, repeats it where that can help, and says what is known of it in the end. Stripe's library could repeat by itself, and would tell only of the last
/// attempt: a connection that is refused says nothing of the one before, whose answer was lost.
/// </summary>
internal sealed partial class StripeCalls(TimeProvider time, StripeInstruments instruments, ILogger<StripeCalls> logger)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    /// <summary>Makes a call that may be repeated within moments: it reads, or carries an idempotency key that is the same in each attempt.</summary>
    /// <typeparam name="T">What Stripe gives.</typeparam>
    /// <param name="name">What it is called in metrics and logs.</param>
    /// <param name="call">One attempt.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StripeAnswer<T>> RepeatedlyAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        MakeAsync(name, Pauses, call, cancellation);

    /// <summary>Makes one attempt: whoever calls keeps account of every one.</summary>
    /// <typeparam name="T">What Stripe gives.</typeparam>
    /// <param name="name">What it is called in metrics and logs.</param>
    /// <param name="call">The attempt.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StripeAnswer<T>> OnceAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        MakeAsync(name, [], call, cancellation);

    private async Task<StripeAnswer<T>> MakeAsync<T>(string name, TimeSpan[] pauses, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var mayHaveGone = false;
        for (var attempt = 0; ; attempt++)
        {
            var (value, failure) = await AttemptAsync(name, call, cancellation);
            if (failure is null)
            {
                return new(value, ProviderOutcome.Accepted, null);
            }

            var outcome = StripeOutcomes.Of(failure);
            mayHaveGone |= outcome == ProviderOutcome.Unknown;
            if (attempt == pauses.Length || !StripeOutcomes.IsWorthRepeating(failure))
            {
                var known = outcome == ProviderOutcome.Retryable && mayHaveGone ? ProviderOutcome.Unknown : outcome;
                LogFailed(name, known, StripeOutcomes.FaultOf(failure).Code, failure.RequestId);
                return new(default, known, failure);
            }

            await Task.Delay(pauses[attempt], time, cancellation);
        }
    }

    private async Task<(T? Value, StripeFailure? Failure)> AttemptAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        try
        {
            var value = await call(cancellation);
            instruments.Called(name, "accepted", time.GetElapsedTime(started));
            return (value, null);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && StripeFailure.Of(fault) is { } failure)
        {
            instruments.Called(name, StripeOutcomes.FaultOf(failure).Code, time.GetElapsedTime(started));
            return (default, failure);
        }
    }

    [LoggerMessage(LogLevel.Information, "Stripe's {Call}: {Outcome}, {Code} (request {RequestId})")]
    private partial void LogFailed(string call, ProviderOutcome outcome, string code, string? requestId);
}
