using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Http;

public sealed class PagingTests
{
    [Fact]
    public async Task A_list_is_read_to_its_end_page_by_page()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenJson("""{"data":[{"name":"a"},{"name":"b"}],"next_cursor":"x+y/z="}""")
            .ThenJson("""{"data":[],"next_cursor":"second"}""")
            .ThenJson("""{"data":[{"name":"c"}],"next_cursor":null}""");

        var rooms = await client.TakeAsync(client.Api.Rooms.ListAsync(new RoomQuery { Label = "customer=acme", PageSize = 2 }));

        Assert.Equal(["a", "b", "c"], rooms.Select(room => room.Name));
        Assert.Equal(
            [
                "/v1/rooms?label=customer%3Dacme&limit=2",
                "/v1/rooms?label=customer%3Dacme&limit=2&cursor=x%2By%2Fz%3D",
                "/v1/rooms?label=customer%3Dacme&limit=2&cursor=second",
            ],
            client.Server.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_page_is_read_only_when_somebody_wants_it()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson("""{"data":[{"name":"a"},{"name":"b"}],"next_cursor":"next"}""");

        Assert.Equal(2, (await client.TakeAsync(client.Api.Rooms.ListAsync(), 2)).Count);
        Assert.Single(client.Server.Requests);
    }

    [Fact]
    public async Task A_page_that_fails_for_a_moment_is_asked_for_again()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenJson("""{"data":[{"name":"a"}],"next_cursor":"next"}""")
            .ThenProblem(503, "temporarily_unavailable")
            .ThenJson("""{"data":[{"name":"b"}],"next_cursor":null}""");

        Assert.Equal(["a", "b"], (await client.TakeAsync(client.Api.Rooms.ListAsync())).Select(room => room.Name));
    }

    [Fact]
    public async Task A_list_that_does_not_go_on_is_not_read_forever()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenJson("""{"data":[{"name":"a"}],"next_cursor":"same"}""")
            .ThenJson("""{"data":[{"name":"a"}],"next_cursor":"same"}""");

        var fault = await Assert.ThrowsAsync<RelayKitException>(() => client.TakeAsync(client.Api.Rooms.ListAsync()));
        Assert.Equal(ErrorCodes.UnexpectedAnswer, fault.Code);
    }
}
