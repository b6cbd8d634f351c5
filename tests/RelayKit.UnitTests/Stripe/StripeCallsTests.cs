using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Billing;
using RelayKit.Stripe;
using RelayKit.Stripe.Calls;

namespace RelayKit.UnitTests.Stripe;

public sealed class StripeCallsTests : IDisposable
{
    private static readonly HttpRequestException NeverReached = new(HttpRequestError.ConnectionError);
    private static readonly HttpRequestException Lost = new(HttpRequestError.ResponseEnded);

    private readonly FakeTimeProvider _time = new();
    private readonly StripeInstruments _instruments = new();
    private readonly StripeCalls _calls;

    public StripeCallsTests() => _calls = new StripeCalls(_time, _instruments, NullLogger<StripeCalls>.Instance);

    [Fact]
    public async Task A_connection_that_is_refused_does_not_hide_an_answer_that_was_lost_before()
    {
        var (answer, attempts) = await PlayAsync(Lost, NeverReached, NeverReached);

        Assert.Equal((ProviderOutcome.Unknown, 3), (answer.Outcome, attempts));
    }

    [Fact]
    public async Task Where_nothing_was_ever_sent_it_is_known_that_nothing_happened()
    {
        var (answer, attempts) = await PlayAsync(NeverReached, NeverReached, NeverReached);

        Assert.Equal((ProviderOutcome.Retryable, 3), (answer.Outcome, attempts));
    }

    [Fact]
    public async Task What_succeeds_in_the_end_has_succeeded()
    {
        var (answer, attempts) = await PlayAsync(Lost, NeverReached, null);

        Assert.Equal((ProviderOutcome.Accepted, "done", 3), (answer.Outcome, answer.Value, attempts));
    }

    [Fact]
    public async Task Whoever_gives_up_gets_an_exception_and_no_outcome()
    {
        using var giveUp = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _calls.OnceAsync<string>(
            "played",
            token =>
            {
                giveUp.Cancel();
                token.ThrowIfCancellationRequested();
                return Task.FromResult("never");
            },
            giveUp.Token));
    }

    public void Dispose() => _instruments.Dispose();

    private async Task<(StripeAnswer<string> Answer, int Attempts)> PlayAsync(params HttpRequestException?[] faults)
    {
        var attempts = 0;
        var task = _calls.RepeatedlyAsync(
            "played", _ => faults[attempts++] is { } fault ? Task.FromException<string>(fault) : Task.FromResult("done"), CancellationToken.None);
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return (await task, attempts);
    }
}
