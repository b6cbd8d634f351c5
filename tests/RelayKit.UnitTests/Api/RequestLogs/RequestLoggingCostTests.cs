using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.RequestLogs;
using RelayKit.RequestLogs;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.RequestLogs;

/// <summary>To note a request costs it no memory, whether there is room for it or not.</summary>
public sealed class RequestLoggingCostTests
{
    private const int Requests = 10_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void To_note_a_request_allocates_nothing(bool isRoom)
    {
        using var instruments = new RequestLogInstruments();
        var queue = new RequestLogQueue(Options.Create(new RequestLogOptions { Capacity = 1 }), instruments);
        var logging = new RequestLogging(queue, instruments);
        var context = new DefaultHttpContext();
        context.Features.Set(new CurrentTenant(new TenantId(Guid.NewGuid()), Mode.Live, new Caller.Key(Guid.NewGuid()), ScopeSet.All));
        context.Request.Headers.UserAgent = "agent";
        List<RequestLogEntry> taken = new(1);
        if (!isRoom)
        {
            logging.Record(context, Guid.NewGuid(), default);
        }

        void Note()
        {
            for (var i = 0; i < Requests; i++)
            {
                logging.Record(context, default, default);
                if (isRoom)
                {
                    queue.TakeInto(taken, 1);
                    taken.Clear();
                    queue.Done(1);
                }
            }
        }

        Note();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Note();

        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / Requests);
    }
}
