using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Errors;

public sealed partial class RelayKitExceptionTests
{
    [Fact]
    public async Task A_refusal_is_told_with_all_that_the_answer_says()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(409, "room_full", more: ""","limit":{"name":"max_participants","scope":"room","subject":"standup","value":2,"used":2,"raised_by":"tenant","new":1}""");

        var refused = await client.FailAsync((api, cancellation) => api.Tokens.MintAsync("standup", new MintToken { Identity = "ada" }, cancellation: cancellation));

        Assert.Equal(("mintToken", HttpStatusCode.Conflict, ErrorCodes.RoomFull, "Mend it.", "req_1"), (
            refused.Operation, refused.Status, refused.Code, refused.Detail, refused.RequestId));
        Assert.Equal(
            new ReachedLimit { Name = "max_participants", Scope = LimitScope.Room, Subject = "standup", Value = 2, Used = 2, RaisedBy = LimitOwner.Tenant },
            refused.Limit);
        Assert.Empty(refused.FieldErrors);
        Assert.Equal("mintToken: 409 room_full: Mend it. (req_1)", refused.Message);
    }

    [Fact]
    public async Task Wrong_fields_are_told_by_pointer()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(
            400, "invalid_request", more: ""","errors":[{"pointer":"/name","detail":"is too long"},{"pointer":"/name","detail":"has a space"},{"pointer":"?mode","detail":"is unknown"}]""");

        var refused = await client.FailAsync((api, cancellation) => api.Rooms.CreateAsync(new CreateRoom { Name = "a b" }, cancellation: cancellation));

        Assert.Equal("is too long; has a space", refused.FieldErrors["/name"]);
        Assert.Equal("is unknown", refused.FieldErrors["?mode"]);
        Assert.Contains("/name is too long", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "<html>nginx</html>", "text/html")]
    [InlineData(HttpStatusCode.BadRequest, "{", "application/problem+json")]
    [InlineData(HttpStatusCode.Found, "", "text/plain")]
    [InlineData(HttpStatusCode.OK, "<html>", "text/html")]
    [InlineData(HttpStatusCode.OK, "null", "application/json")]
    [InlineData(HttpStatusCode.OK, "[1]", "application/json")]
    public async Task What_is_no_answer_of_RelayKits_is_told_as_such(HttpStatusCode status, string body, string type)
    {
        using var client = new ClientUnderTest();
        client.Server.Then(ScriptedServer.Answer(status, body, type));

        var fault = await client.FailAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation));

        Assert.Equal(ErrorCodes.UnexpectedAnswer, fault.Code);
        Assert.DoesNotContain("nginx", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        using var client = new ClientUnderTest();
        var elsewhere = new HttpResponseMessage(HttpStatusCode.TemporaryRedirect);
        elsewhere.Headers.Location = new Uri("https://elsewhere.example/v1/rooms/standup");
        client.Server.Then(elsewhere);

        var fault = await client.FailAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, fault.Status);
        Assert.Single(client.Server.Requests);
        Assert.Contains("BaseAddress", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_sent_and_shown_nowhere()
    {
        using var client = new ClientUnderTest(maxRetries: 0);
        var faults = new List<Exception>();
        client.Server.Then(ScriptedServer.Answer(
            HttpStatusCode.BadRequest,
            $$"""{"code":"bad_request","detail":"What is '{{ClientUnderTest.Key}}'?","errors":[{"pointer":"/{{ClientUnderTest.Key}}","detail":"{{ClientUnderTest.Key}}"}]}""",
            "application/problem+json"));
        faults.Add(await client.FailAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation)));
        client.Server.ThenFails(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        faults.Add(await client.FailAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation)));
        client.Server.ThenSilence();
        faults.Add(await client.FailAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation)));
        faults.Add(Assert.Throws<ArgumentException>(() => new RelayKitClient(new RelayKitClientOptions
        {
            BaseAddress = client.Options.BaseAddress,
            ApiKey = ClientUnderTest.Key + "\n",
        })));

        Assert.All(client.Server.Requests, request => Assert.Equal($"Bearer {ClientUnderTest.Key}", request["Authorization"]));
        Assert.All(
            faults.Select(fault => fault.ToString()).Append(client.Api.ToString()).Append(client.Options.ToString()),
            text => Assert.DoesNotContain(ClientUnderTest.Key, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_key_cannot_be_read_back_from_the_options() =>
        Assert.False(typeof(RelayKitClientOptions).GetProperty(nameof(RelayKitClientOptions.ApiKey))!.GetMethod!.IsPublic);

    [Fact]
    public void What_opens_doors_or_is_private_is_not_written_by_ToString()
    {
        Assert.DoesNotContain("eyJ", new JoinToken { Token = "eyJ", Room = "standup", Identity = "ada" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new DataMessage { Text = "secret" }.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://relaykit.example", "k")]
    [InlineData("https://user:pass@relaykit.example", "k")]
    [InlineData("https://relaykit.example?a=b", "k")]
    [InlineData("https://relaykit.example", "")]
    [InlineData("https://relaykit.example", "two words")]
    public void What_cannot_work_is_refused_at_once(string address, string key) => Assert.Throws<ArgumentException>(
        () => new RelayKitClient(new RelayKitClientOptions { BaseAddress = new Uri(address), ApiKey = key }));

    [Fact]
    public void Every_code_of_the_API_has_a_name()
    {
        string[] operators = ["invalid_operator_key", "unknown_livekit_cluster", "abuse_incident_not_found", "notice_not_found", "outbox_message_not_found", "mail_suppression_not_found"];

        // Only whoever signs in, or is signed in, is told these; the client calls by an API key.
        string[] peoples =
        [
            "invalid_token", "invalid_credentials", "account_not_found", "account_session_not_found", "invitation_not_found", "email_taken", "last_owner",
        ];
        var documented = Headings().Matches(File.ReadAllText(Path.Combine(Root(), "docs", "errors.md"))).Select(match => match.Groups[1].Value);
        var named = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();

        Assert.True(named.Count > 30);
        Assert.Empty(documented.Except(operators).Except(peoples).Except(named));
    }

    [GeneratedRegex("^## (\\w+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
