using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

/// <summary>What is understood of Supabase's answers, over HTTP.</summary>
public sealed class GoTrueClientTests : IAsyncLifetime
{
    private const string Password = "seven brass kettles";

    private GoTrueDouble _played = null!;
    private ServiceProvider _services = null!;

    private GoTrueClient Client => _services.GetRequiredService<GoTrueClient>();

    public async Task InitializeAsync()
    {
        _played = await GoTrueDouble.StartAsync();
        _services = SupabaseServices.For(_played);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _played.DisposeAsync();
    }

    [Fact]
    public async Task Signing_in_leaves_no_session_behind()
    {
        var user = _played.Add("ada@example.com", Password, confirmed: true);

        var answer = await Client.SignInAsync("Ada@Example.com", Password, CancellationToken.None);

        Assert.Equal((user.Id, "ada@example.com"), (answer.Value!.Id, answer.Value.Email));
        Assert.NotNull(answer.Value.EmailConfirmedAt);
        Assert.Empty(user.Sessions);
        Assert.Equal(["POST /auth/v1/token?grant_type=password", "POST /auth/v1/logout?scope=local"], _played.Calls);
    }

    public static TheoryData<int, string, GoTrueError> Refusals => new()
    {
        { 400, """{"code":400,"error_code":"invalid_credentials","msg":"Invalid login credentials"}""", GoTrueError.InvalidCredentials },
        { 400, """{"code":"invalid_credentials","message":"Invalid login credentials"}""", GoTrueError.InvalidCredentials },
        { 400, """{"error":"invalid_grant","error_description":"Invalid login credentials"}""", GoTrueError.InvalidCredentials },
        { 400, """{"error":"invalid_grant","error_description":"Email not confirmed"}""", GoTrueError.EmailNotConfirmed },
        { 400, """{"code":400,"error_code":"email_not_confirmed","msg":"Email not confirmed"}""", GoTrueError.EmailNotConfirmed },
        { 403, """{"code":403,"error_code":"user_banned","msg":"User is banned"}""", GoTrueError.InvalidCredentials },
        { 429, """{"code":429,"error_code":"over_request_rate_limit","msg":"Request rate limit reached"}""", GoTrueError.RateLimited },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_understood_in_each_of_its_forms(int status, string body, GoTrueError error)
    {
        _played.Instead = _ => Results.Text(body, "application/json", statusCode: status);

        Assert.Equal(error, (await Client.SignInAsync("ada@example.com", Password, CancellationToken.None)).Error);
        Assert.Single(_played.Calls);
    }

    /// <summary>A fault is never taken for a wrong password.</summary>
    [Theory]
    [InlineData(500, """{"code":500,"error_code":"unexpected_failure","msg":"canary"}""")]
    [InlineData(500, """{"code":500,"error_code":"invalid_credentials","msg":"canary"}""")]
    [InlineData(503, "<html>canary</html>")]
    [InlineData(400, """{"code":400,"error_code":"something_new","msg":"canary"}""")]
    [InlineData(400, """{"code":400,"error_code":"email_exists","msg":"canary"}""")]
    [InlineData(400, "canary")]
    [InlineData(401, """{"message":"Invalid API key","hint":"canary"}""")]
    [InlineData(404, "")]
    [InlineData(302, "")]
    [InlineData(200, "canary")]
    [InlineData(200, "{}")]
    [InlineData(200, "null")]
    public async Task Whatever_is_not_expected_is_a_fault_that_tells_nothing(int status, string body)
    {
        _played.Instead = _ => Results.Text(body, "application/json", statusCode: status);

        var fault = await Assert.ThrowsAsync<GoTrueUnavailableException>(() => Client.SignInAsync("ada@example.com", Password, CancellationToken.None));

        Assert.All(["canary", Password, "ada@example.com"], secret => Assert.DoesNotContain(secret, fault.ToString(), StringComparison.Ordinal));
        Assert.Single(_played.Calls);
    }

    [Fact]
    public async Task Only_what_may_be_repeated_is_and_once()
    {
        var user = _played.Add("ada@example.com", Password, confirmed: true);
        var left = 1;
        _played.Instead = _ => Interlocked.Decrement(ref left) >= 0 ? Results.StatusCode(503) : null;

        Assert.NotNull(await Client.FindUserAsync(user.Id, CancellationToken.None));
        Assert.Equal(2, _played.Calls.Count);

        left = int.MaxValue;
        await Assert.ThrowsAsync<GoTrueUnavailableException>(() => Client.FindUserAsync(user.Id, CancellationToken.None));
        Assert.Equal(4, _played.Calls.Count);
        await Assert.ThrowsAsync<GoTrueUnavailableException>(
            () => Client.CreateUserAsync(new NewGoTrueUser(Guid.NewGuid(), "eve@example.com", Password, null, true), CancellationToken.None));
        Assert.Equal(5, _played.Calls.Count);
    }

    [Fact]
    public async Task Nobody_there_is_a_fault_and_giving_up_is_giving_up()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.FindUserAsync(Guid.NewGuid(), cancelled.Token));

        await _played.DisposeAsync();
        await Assert.ThrowsAsync<GoTrueUnavailableException>(() => Client.FindUserAsync(Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Users_are_made_found_changed_and_deleted()
    {
        var id = Guid.CreateVersion7();
        var made = await Client.CreateUserAsync(new NewGoTrueUser(id, "Ada@example.com", Password, null, false), CancellationToken.None);
        Assert.Equal((id, null), (made.Value!.Id, made.Value.EmailConfirmedAt));
        Assert.Equal(GoTrueError.EmailExists, (await Client.CreateUserAsync(new NewGoTrueUser(Guid.NewGuid(), "ada@example.com", Password, null, false), CancellationToken.None)).Error);

        _played.Add("xada@example.com", Password, confirmed: true);
        Assert.Equal(id, (await Client.FindUserByEmailAsync("ADA@example.com", CancellationToken.None))!.Id);
        Assert.Null(await Client.FindUserByEmailAsync("da@example.com", CancellationToken.None));

        _played.Weak.Add("weak");
        Assert.Equal(GoTrueError.WeakPassword, (await Client.UpdateUserAsync(id, new GoTrueChange { Password = "weak" }, CancellationToken.None)).Error);
        Assert.NotNull((await Client.UpdateUserAsync(id, new GoTrueChange { EmailConfirm = true }, CancellationToken.None)).Value!.EmailConfirmedAt);
        Assert.Equal("ada@example.com", (await Client.FindUserAsync(id, CancellationToken.None))!.Email);

        await Client.DeleteUserAsync(id, CancellationToken.None);
        await Client.DeleteUserAsync(id, CancellationToken.None);
        Assert.Null(await Client.FindUserAsync(id, CancellationToken.None));
        Assert.Equal(GoTrueError.UserNotFound, (await Client.UpdateUserAsync(id, new GoTrueChange { EmailConfirm = true }, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task The_keys_that_it_publishes_verify_its_tokens()
    {
        var tokens = _services.GetRequiredService<SupabaseTokens>();
        var token = _played.Key.Sign(Claims.Of(TimeProvider.System.GetUtcNow(), issuer: _played.Issuer));

        Assert.Equal(Claims.Subject, (await tokens.ReadAsync(token, CancellationToken.None)).Identity!.Subject);
    }
}
