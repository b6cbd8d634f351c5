using System.Net;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Rooms;

[Collection(SharedStackTests.Name)]
public sealed class RoomValidationTests(StackFixture stack)
{
    [Theory]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"name":""}""", "/name")]
    [InlineData("""{"name":"a b"}""", "/name")]
    [InlineData("""{"name":"a/b"}""", "/name")]
    [InlineData("""{"name":"."}""", "/name")]
    [InlineData("""{"name":".."}""", "/name")]
    [InlineData("""{"name":"größe"}""", "/name")]
    [InlineData("""{"name":"a\u0000"}""", "/name")]
    [InlineData("""{"name":"\ud800"}""", "/name")]
    [InlineData("""{"name":5}""", "/name")]
    [InlineData("""{"name":["a"]}""", "/name")]
    [InlineData("""{"name":"a","max_participants":0}""", "/max_participants")]
    [InlineData("""{"name":"a","max_participants":100001}""", "/max_participants")]
    [InlineData("""{"name":"a","max_participants":"7"}""", "/max_participants")]
    [InlineData("""{"name":"a","max_participants":1.5}""", "/max_participants")]
    [InlineData("""{"name":"a","max_participants":99999999999999999999}""", "/max_participants")]
    [InlineData("""{"name":"a","empty_timeout_seconds":0}""", "/empty_timeout_seconds")]
    [InlineData("""{"name":"a","empty_timeout_seconds":86401}""", "/empty_timeout_seconds")]
    [InlineData("""{"name":"a","departure_timeout_seconds":-1}""", "/departure_timeout_seconds")]
    [InlineData("""{"name":"a","departure_timeout_seconds":86401}""", "/departure_timeout_seconds")]
    [InlineData("""{"name":"a","metadata":"\u0000"}""", "/metadata")]
    [InlineData("""{"name":"a","metadata":"\udc00"}""", "/metadata")]
    [InlineData("""{"name":"a","metadata":{}}""", "/metadata")]
    [InlineData("""{"name":"a","colour":"red"}""", "/colour")]
    [InlineData("""{"Name":"a"}""", "/Name")]
    [InlineData("""{"name":"a b","max_participants":0,"metadata":"\u0000"}""", "/name", "/max_participants", "/metadata")]
    public async Task A_field_that_is_wrong_is_named(string body, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostAsync("/v1/rooms", body)).ExpectInvalid(pointers);

        Assert.Empty((await api.GetAsync("/v1/rooms")).Data);
    }

    [Fact]
    public async Task A_name_and_metadata_that_are_too_long_are_named()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var body = new { name = new string('n', 129), metadata = new string('ü', (32 * 1024) + 1) };

        (await api.PostAsync("/v1/rooms", body)).ExpectInvalid("/name", "/metadata");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"lobby\"")]
    [InlineData("""{"name":"a"} {"name":"b"}""")]
    [InlineData("""{"name":"a",}""")]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostAsync("/v1/rooms", body)).Expect(HttpStatusCode.BadRequest);

        Assert.Empty((await api.GetAsync("/v1/rooms")).Data);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"name":"a","\u0000":1}""")]
    public async Task A_body_of_another_shape_is_refused(string body)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostAsync("/v1/rooms", body)).Expect(HttpStatusCode.BadRequest);

        Assert.Empty((await api.GetAsync("/v1/rooms")).Data);
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deep_is_refused()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var deep = new string('[', 10_000) + new string(']', 10_000);

        (await api.PostAsync("/v1/rooms", $$"""{"name":"a","metadata":{{deep}}}""")).Expect(HttpStatusCode.BadRequest);
        (await api.PostAsync("/v1/rooms", $$"""{"zzz":{{deep}}}""")).Expect(HttpStatusCode.BadRequest);
        (await api.PostAsync("/v1/rooms", deep)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostAsync("/v1/rooms", new { name = "a", metadata = new string('m', 600 * 1024) }))
            .Expect(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task A_body_of_another_type_is_refused(string contentType)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostAsync("/v1/rooms", """{"name":"a"}""", contentType))
            .Expect(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("limit=0", "?limit")]
    [InlineData("limit=101", "?limit")]
    [InlineData("limit=-1", "?limit")]
    [InlineData("limit=ten", "?limit")]
    [InlineData("limit=5&limit=6", "?limit")]
    [InlineData("limit=99999999999", "?limit")]
    [InlineData("cursor=garbage", "?cursor")]
    [InlineData("cursor=%00", "?cursor")]
    [InlineData("cursor=%ED%A0%80", "?cursor")]
    [InlineData("cursor=OTk5OTk5OTk5OTk5OTk5OTk5OSBsb2JieQ", "?cursor")]
    [InlineData("cursor=ses_01arz3ndektsv4rrffq69g5fav", "?cursor")]
    [InlineData("colour=red", "?colour")]
    [InlineData("Limit=5", "?Limit")]
    [InlineData("limit=0&cursor=x%20&page=2", "?limit", "?cursor", "?page")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/rooms?{query}")).ExpectInvalid(pointers);
    }

    [Theory]
    [InlineData("nobody-created-it")]
    [InlineData("a%20b")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%2Fb")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("%F0%9F%98%80")]
    public async Task A_room_that_does_not_exist_is_not_found_by_any_route(string room)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/rooms/{room}")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.DeleteAsync($"/v1/rooms/{room}")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.GetAsync($"/v1/rooms/{room}/participants")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.PostAsync($"/v1/rooms/{room}/tokens", new { identity = "ann" })).Expect(HttpStatusCode.NotFound, "room_not_found");
    }

    [Fact]
    public async Task A_name_of_many_kilobytes_is_not_found()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/rooms/{new string('a', 4_000)}")).Expect(HttpStatusCode.NotFound, "room_not_found");
    }

    [Fact]
    public async Task The_detail_says_how_to_mend()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        var answer = (await api.PostAsync("/v1/rooms", new JsonObject { ["name"] = "a b" }.ToJsonString())).ExpectInvalid("/name");

        Assert.Equal("has to be 1 to 128 of A-Z a-z 0-9 . _ : -, and neither . nor ..", answer.Errors["/name"]);
        Assert.Equal("/name: has to be 1 to 128 of A-Z a-z 0-9 . _ : -, and neither . nor ..", answer.Text("detail"));
    }
}
