using System.Net;
using RelayKit.EndToEndTests.Durability;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.RequestLogs;

[Collection(MortalStackTests.Name)]
public sealed class RequestLogStopTests(StackFixture stack)
{
    [Fact]
    public async Task A_silo_that_is_told_to_stop_writes_what_it_has_answered()
    {
        var tenant = await stack.CreateTenantAsync();
        for (var i = 0; i < 20; i++)
        {
            (await tenant.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        }

        Assert.Equal(0, await stack.StopSiloAsync());
        await stack.StartSiloAsync();

        Assert.Equal(20L, await stack.Database.ScalarAsync<long>("select count(*) from request_logs where tenant_id = $1 and status = 200", tenant.RowId));
    }
}
