using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using RelayKit.Api.Cluster;

namespace RelayKit.UnitTests.Api.Cluster;

/// <summary>Which failed calls are made again, how often, and until when.</summary>
public sealed class GrainCallsTests : IDisposable
{
    private readonly GrainCallInstruments _instruments = new();
    private readonly FakeTimeProvider _time = new();
    private readonly GrainCalls _calls;

    public GrainCallsTests() => _calls = new GrainCalls(_instruments, _time, NullLogger<GrainCalls>.Instance);

    public static TheoryData<Exception> NothingChanged => [Rejection(), new InconsistentStateException("another activation was faster")];

    public static TheoryData<Exception> UnknownOutcome => [new SiloUnavailableException("the silo died"), new TimeoutException("no answer")];

    public static TheoryData<Exception> Final =>
        [new GatewayTooBusyException(), new InvalidOperationException("a fault of the grain's"), new OperationCanceledException()];

    public void Dispose() => _instruments.Dispose();

    [Theory]
    [MemberData(nameof(NothingChanged))]
    [MemberData(nameof(UnknownOutcome))]
    public async Task A_repeatable_call_is_made_again_until_it_succeeds(Exception fault)
    {
        var grain = new Scripted(fault, fault, null);

        Assert.Equal(3, await TurnTimeUntil(() => _calls.RepeatableAsync(grain, 7, Call, CancellationToken.None)));
        Assert.Equal([7, 7, 7], grain.Arguments);
    }

    [Theory]
    [MemberData(nameof(NothingChanged))]
    public async Task A_call_that_must_not_run_twice_is_made_again_where_it_changed_nothing(Exception fault)
    {
        var grain = new Scripted(fault, null);

        Assert.Equal(2, await TurnTimeUntil(() => _calls.OnceAsync(grain, 7, Call, CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(UnknownOutcome))]
    public async Task A_call_that_must_not_run_twice_is_left_alone_where_it_may_have_run(Exception fault)
    {
        var first = new Scripted(fault, null);
        var second = new Scripted(Rejection(), fault, null);

        Assert.Same(fault, await Record.ExceptionAsync(() => TurnTimeUntil(() => _calls.OnceAsync(first, 7, Call, CancellationToken.None))));
        Assert.Same(fault, await Record.ExceptionAsync(() => TurnTimeUntil(() => _calls.OnceAsync(second, 7, Call, CancellationToken.None))));
        Assert.Equal((1, 2), (first.Arguments.Count, second.Arguments.Count));
    }

    [Theory]
    [MemberData(nameof(Final))]
    public async Task What_no_repetition_mends_is_thrown_at_once(Exception fault)
    {
        var grain = new Scripted(fault, null);

        Assert.Same(fault, await Record.ExceptionAsync(() => TurnTimeUntil(() => _calls.RepeatableAsync(grain, 7, Call, CancellationToken.None))));
        Assert.Single(grain.Arguments);
    }

    [Fact]
    public async Task Patience_ends_and_the_last_fault_is_thrown()
    {
        var (started, fault) = (_time.GetTimestamp(), new SiloUnavailableException("the silo died"));
        var grain = new Scripted([.. Enumerable.Repeat(fault, 1_000)]);

        Assert.Same(fault, await Record.ExceptionAsync(() => TurnTimeUntil(() => _calls.RepeatableAsync(grain, 7, Call, CancellationToken.None))));
        Assert.InRange(_time.GetElapsedTime(started), GrainCalls.Patience / 2, GrainCalls.Patience);
        Assert.InRange(grain.Arguments.Count, 10, 50);
    }

    [Fact]
    public async Task The_callers_deadline_ends_it_sooner()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(1_900), _time);
        var grain = new Scripted([.. Enumerable.Repeat(new SiloUnavailableException("the silo died"), 1_000)]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TurnTimeUntil(() => _calls.RepeatableAsync(grain, 7, Call, deadline.Token)));
        Assert.InRange(grain.Arguments.Count, 2, 8);
    }

    /// <summary>Orleans makes these itself and lets nobody else.</summary>
    private static Exception Rejection() => (Exception)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, null, ["the silo is stopping"], null)!;

    private static Task<int> Call(Scripted grain, int argument, CancellationToken giveUp) => grain.CallAsync(argument);

    /// <summary>Moves the clock on for as long as the call waits for it, on a thread without a context: what waits goes on at once.</summary>
    private Task<int> TurnTimeUntil(Func<ValueTask<int>> begin) => Task.Run(() =>
    {
        var answer = begin().AsTask();
        for (var began = Stopwatch.GetTimestamp(); !answer.IsCompleted; Thread.Yield())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "the call comes to an end");
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        return answer;
    });

    /// <summary>Fails as it is told to, then answers how often it was called.</summary>
    private sealed class Scripted(params Exception?[] faults)
    {
        public List<int> Arguments { get; } = [];

        public Task<int> CallAsync(int argument)
        {
            Arguments.Add(argument);
            return faults[Arguments.Count - 1] is { } fault ? Task.FromException<int>(fault) : Task.FromResult(Arguments.Count);
        }
    }
}
