namespace RelayKit.UnitTests.LiveKit.Simulator.Tokens;

public sealed class JoinValidationTests(SharedSimulator shared) : IClassFixture<SharedSimulator>
{
    private readonly SimulatorHost _simulator = shared.Host;

    [Theory]
    [InlineData("/rtc/validate")]
    [InlineData("/rtc/v1/validate")]
    [InlineData("//rtc/validate")]
    public async Task A_token_that_may_join_is_a_success(string path) => Assert.Equal(
        (200, "success"), await ValidateAsync(path, """{"sub":"ada","video":{"roomJoin":true,"room":"r"} }"""));

    [Fact]
    public async Task A_token_without_a_room_takes_the_querys() => Assert.Equal(
        (200, "success"), await ValidateAsync("/rtc/validate?room=r", """{"sub":"ada","video":{"roomJoin":true} }"""));

    [Fact]
    public async Task The_identity_may_come_from_jti() => Assert.Equal(
        (200, "success"), await ValidateAsync("/rtc/validate", """{"jti":"ada","video":{"roomJoin":true,"room":"r"} }"""));

    [Fact]
    public async Task Without_roomJoin_it_is_denied() => Assert.Equal(
        (401, "permissions denied"), await ValidateAsync("/rtc/validate", """{"sub":"ada","video":{"room":"r"} }"""));

    [Fact]
    public async Task Without_a_token_it_is_denied() => Assert.Equal(
        (401, "permissions denied"), await _simulator.SendAsync("/rtc/validate", null, method: HttpMethod.Get));

    [Fact]
    public async Task Without_an_identity_it_is_a_bad_request() => Assert.Equal(
        (400, "identity cannot be empty"), await ValidateAsync("/rtc/validate", """{"video":{"roomJoin":true,"room":"r"} }"""));

    [Fact]
    public async Task Names_end_at_256_bytes()
    {
        var longName = new string('é', 129);
        Assert.Equal(
            (400, "participant identity length exceeds limits: max length 256"),
            await ValidateAsync("/rtc/validate", $$"""{"sub":"{{longName}}","video":{"roomJoin":true,"room":"r"} }"""));
        Assert.Equal(
            (400, "room name length exceeds limits: max length 256"),
            await ValidateAsync("/rtc/validate", $$"""{"sub":"a","video":{"roomJoin":true,"room":"{{longName}}"} }"""));
        Assert.Equal(
            (200, "success"),
            await ValidateAsync("/rtc/validate", $$"""{"sub":"{{longName[1..]}}","video":{"roomJoin":true,"room":"{{longName[1..]}}"} }"""));
    }

    private Task<(int Status, string Body)> ValidateAsync(string path, string claims) =>
        _simulator.SendAsync(path, _simulator.Token(claims), method: HttpMethod.Get);
}
