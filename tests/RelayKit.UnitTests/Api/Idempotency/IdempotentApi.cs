using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.Idempotency;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>
/// An API of two routes behind the real filter, over HTTP, in a time of its own. Its handler is the test's; every bearer is a tenant.
/// </summary>
internal sealed class IdempotentApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private int _runs;

    private IdempotentApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IIdempotencyStore>(Store);
        builder.Services.AddSingleton<IdempotencyInstruments>();
        builder.Services.AddSingleton<IdempotencyFilter>();
        builder.Services.AddRequestLogging();
        _app = builder.Build();
        Map();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));

    public PlayedKeyStore Store { get; } = new();

    /// <summary>How often the handler has run.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Answers; is told which run this is, from 1.</summary>
    public Func<HttpContext, int, Task<IResult>> Handler { get; set; } = static (_, run) => Task.FromResult(Created(run));

    /// <summary>Sees each request first.</summary>
    public Action<HttpContext> BeforeRouting { get; set; } = static _ => { };

    public static async Task<IdempotentApi> StartAsync()
    {
        var api = new IdempotentApi();
        await api._app.StartAsync();
        return api;
    }

    /// <summary>An answer that tells its run.</summary>
    public static IResult Created(int run) =>
        Results.Text($$"""{"run":{{run}}}""", "application/json", Encoding.UTF8, StatusCodes.Status201Created);

    /// <summary>A POST with a key, or without one.</summary>
    public async Task<Answered> PostAsync(
        string? key, string body = "{}", string path = "/v1/things/one", string bearer = "rk_1", string method = "POST", CancellationToken goAway = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _app.Urls.Single() + path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (key is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(IdempotencyKeyText.Header, key));
        }

        using var response = await _http.SendAsync(request, goAway);
        return new Answered(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(goAway),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.Location?.ToString(),
            response.Headers.TryGetValues(KeptAnswer.ReplayedHeader, out var replayed) && replayed.Single() == "true",
            response.Headers.RetryAfter?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private void Map()
    {
        _app.UseMiddleware<RequestIds>();
        _app.Use((context, next) =>
        {
            BeforeRouting(context);
            return next(context);
        });
        _app.UseRouting();
        _app.UseProblems();
        var tenant = _app.MapGroup("/v1").AddEndpointFilter(LetInAsync).TakeIdempotencyKeys().WithMetadata(RequiredKey.Api);
        foreach (var path in new[] { "/things/{thing}", "/others/{thing}" })
        {
            tenant.MapPost(path, (Delegate)RunAsync);
            tenant.MapPatch(path, (Delegate)RunAsync);
        }
    }

    private static ValueTask<object?> LetInAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var id = BearerToken.Of(context.HttpContext) == "rk_2" ? 2 : 1;
        context.HttpContext.Features.Set(new CurrentTenant(
            new TenantId(new Guid(id, 0, 0, new byte[8])), Mode.Live, new Caller.Key(Guid.Empty), ScopeSet.All));
        return next(context);
    }

    private Task<IResult> RunAsync(HttpContext context) => Handler(context, Interlocked.Increment(ref _runs));
}

/// <summary>What came back.</summary>
internal sealed record Answered(int Status, string Body, string? ContentType, string? Location, bool IsReplay, string? RetryAfter)
{
    public string Code => System.Text.Json.JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString()!;
}
