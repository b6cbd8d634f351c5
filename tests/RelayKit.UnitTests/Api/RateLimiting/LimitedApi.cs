using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Api.Abuse;
using RelayKit.Api.Access;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.Authentication;
using RelayKit.Api.Forwarding;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Idempotency;
using RelayKit.RateLimiting;
using RelayKit.Tenants;
using RelayKit.UnitTests.Api.Idempotency;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>An API of a few routes behind the real filters, over HTTP, in a time of its own. Points come from <see cref="Leases"/>.</summary>
internal sealed class LimitedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private int _runs;

    private LimitedApi(RateLimitPolicy policy, Dictionary<string, string?> settings)
    {
        Policies = new PlayedPolicies(policy);
        Leases = new PlayedLeases(Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IIdempotencyStore>(new PlayedKeyStore());
        services.AddSingleton<IdempotencyInstruments>();
        services.AddSingleton<IdempotencyFilter>();
        services.AddRequestLogging();
        services.AddSingleton<IApiKeyStore>(Keys);
        services.AddApiKeys();
        services.AddOptions<OperatorOptions>().Configure(static options => options.OperatorKey = OperatorKey);
        services.AddTrustedProxies();
        services.AddRateLimits();
        services.AddSingleton<ActivityCounters>();
        services.AddSingleton<BlockedAddresses>();
        services.AddSingleton<IRateLimitPolicies>(Policies);
        services.AddSingleton<ILeaseSource>(Leases);
        _app = builder.Build();
        Map();
    }

    public const string OperatorKey = "operator-key-of-the-rate-limit-tests-0123456789";

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));

    public PlayedPolicies Policies { get; }

    public PlayedLeases Leases { get; }

    public PlayedKeys Keys { get; } = new();

    public int Runs => Volatile.Read(ref _runs);

    public static async Task<LimitedApi> StartAsync(RateLimit? api = null, RateLimit? mint = null, Dictionary<string, string?>? settings = null)
    {
        var limited = new LimitedApi(new RateLimitPolicy(api ?? new RateLimit(2, 10), mint ?? new RateLimit(10, 100)), settings ?? []);
        await limited._app.StartAsync();
        return limited;
    }

    public Task<LimitedAnswer> GetAsync(string? key, string path = "/v1/things", string? forwardedFor = null) => SendAsync(HttpMethod.Get, key, path, null, null, forwardedFor);

    public Task<LimitedAnswer> PostAsync(string? key, string path = "/v1/things", string body = "{}", string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, key, path, body, idempotencyKey, null);

    /// <summary>Lets time pass, in steps short enough that whatever is due in between happens in its turn.</summary>
    public async Task WaitAsync(double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            Time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<LimitedAnswer> SendAsync(HttpMethod method, string? key, string path, string? body, string? idempotencyKey, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(method, _app.Urls.Single() + path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in new[] { (IdempotencyKeyText.Header, idempotencyKey), ("X-Forwarded-For", forwardedFor) })
        {
            if (value is not null)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }
        }

        using var response = await _http.SendAsync(request);
        return await LimitedAnswer.ReadAsync(response);
    }

    private void Map()
    {
        _app.UseTrustedProxies();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        var tenant = _app.MapGroup("/v1").AskForApiKey().TakePoints().TakeIdempotencyKeys().Needs(Scope.RoomsRead);
        tenant.MapGet("/things", Run).Costs(RouteCost.Read);
        tenant.MapPost("/things", Run).Costs(RouteCost.Write);
        tenant.MapPost("/writes", Run).Costs(RouteCost.Write).Needs(Scope.RoomsWrite);
        tenant.MapPost("/starts", Run).Costs(RouteCost.Start);
        tenant.MapGet("/faults", Fail).Costs(RouteCost.Read);
        tenant.MapPost("/tokens/{count:int}", MintAsync).Costs(RouteCost.Mint);
        _app.MapGroup("/v1/operator").AddEndpointFilter<OperatorKeyFilter>().MapGet("/things", Run);
        _app.MapGroup("").TakeAddressPoints().MapGet("/page", static context => context.Response.WriteAsync("a page"));
        _app.MapGet("/address", static (HttpContext context) => AddressKey.Of(context.Connection.RemoteIpAddress).ToString());
    }

    private IResult Run()
    {
        Interlocked.Increment(ref _runs);
        return Results.Ok();
    }

    private static IResult Fail() => throw new InvalidOperationException("The handler fails.");

    private async Task<IResult> MintAsync(int count, HttpContext context) =>
        await RequestPoints.TakeMoreAsync(context, count - 1) ?? Run();
}

/// <summary>Which limits all tenants have.</summary>
internal sealed class PlayedPolicies(RateLimitPolicy policy) : IRateLimitPolicies
{
    public RateLimitPolicy Policy { get; set; } = policy;

    public ValueTask<RateLimitPolicy> GetAsync(TenantId tenant) => new(Policy);
}

/// <summary>The grains, by their real books, each of which has rested; or nobody, as long as <see cref="IsAway"/>.</summary>
internal sealed class PlayedLeases(FakeTimeProvider time) : ILeaseSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LeaseBook> _books = [];
    private readonly long _origin = time.GetTimestamp();

    public bool IsAway { get; set; }

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    public Task<Lease> RenewAsync(string key, LeaseRequest request)
    {
        lock (_gate)
        {
            Calls++;
            if (IsAway)
            {
                throw new TimeoutException("No silo answers.");
            }

            var now = time.GetElapsedTime(_origin);
            if (!_books.TryGetValue(key, out var book))
            {
                book = new LeaseBook(request.Limit, now, TimeSpan.FromHours(1));
                _books.Add(key, book);
            }

            return Task.FromResult(book.Renew(request, now));
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record LimitedAnswer(int Status, string Body, string? Policy, string? Left, string? RetryAfter)
{
    public string Code => Json.GetProperty("code").GetString()!;

    public System.Text.Json.JsonElement Json => System.Text.Json.JsonDocument.Parse(Body).RootElement;

    public static async Task<LimitedAnswer> ReadAsync(HttpResponseMessage response)
    {
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

        return new LimitedAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            Header(RateLimitFields.PolicyHeader),
            Header(RateLimitFields.Header),
            Header("Retry-After"));
    }
}
