using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Api.Cluster;

namespace RelayKit.UnitTests.Api.Cluster;

/// <summary>A call that succeeds at once must not pay for those that do not.</summary>
public sealed class AllocationTests
{
    private const int Calls = 10_000;

    private static readonly Task<object> Done = Task.FromResult(new object());

    [Fact]
    public async Task A_call_that_succeeds_allocates_nothing()
    {
        using var instruments = new GrainCallInstruments();
        var calls = new GrainCalls(instruments, TimeProvider.System, NullLogger<GrainCalls>.Instance);
        await RunAsync(calls);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await RunAsync(calls);
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;

        Assert.Equal(0, perCall);
    }

    private static async Task RunAsync(GrainCalls calls)
    {
        for (var i = 0; i < Calls; i++)
        {
            await calls.RepeatableAsync(calls, default(object), static (_, _, _) => Done, CancellationToken.None);
        }
    }
}
