using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Api.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>A request without a key must not pay for those that have one.</summary>
public sealed class IdempotencyCostTests
{
    private const int Requests = 10_000;

    [Fact]
    public async Task A_request_without_the_header_allocates_nothing_and_asks_no_database()
    {
        using var instruments = new IdempotencyInstruments();
        var store = new PlayedKeyStore { IsAway = true };
        var filter = new IdempotencyFilter(store, instruments, TimeProvider.System, NullLogger<IdempotencyFilter>.Instance);
        var request = EndpointFilterInvocationContext.Create(new DefaultHttpContext());
        var answered = 0;
        EndpointFilterDelegate next = _ =>
        {
            answered++;
            return new((object?)null);
        };
        await RunAsync();

        var before = GC.GetAllocatedBytesForCurrentThread();
        await RunAsync();

        Assert.Equal((0, 2 * Requests), ((GC.GetAllocatedBytesForCurrentThread() - before) / Requests, answered));

        async Task RunAsync()
        {
            for (var i = 0; i < Requests; i++)
            {
                await filter.InvokeAsync(request, next);
            }
        }
    }
}
