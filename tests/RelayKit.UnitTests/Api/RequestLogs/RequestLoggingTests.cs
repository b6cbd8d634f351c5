using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.RequestLogs;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.RequestLogs;

/// <summary>What of a request gets into the log, with the middleware of the product around routes of a test.</summary>
public sealed class RequestLoggingTests : IAsyncLifetime
{
    private static readonly Guid Key = Guid.NewGuid();

    private readonly TenantId _tenant = new(Guid.NewGuid());
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-26T12:00:00Z", null));
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddRequestLogging();
        _app = builder.Build();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        var tenant = _app.MapGroup("/v1");
        tenant.AddEndpointFilter((context, next) =>
        {
            if (context.HttpContext.Request.Headers.Authorization.Count > 0)
            {
                context.HttpContext.Features.Set(new CurrentTenant(_tenant, Mode.Test, new Caller.Key(Key), ScopeSet.All));
                return next(context);
            }

            return new(new ProblemResult(ProblemKinds.MissingApiKey, "Send one."));
        });
        tenant.MapPost("/rooms/{room}", () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(12.345));
            return Results.StatusCode(201);
        });
        tenant.MapGet("/rooms/{room}", () => new ProblemResult(ProblemKinds.RoomNotFound, "There is none."));
        tenant.MapGet("/faults/{room}", (string room) => { throw new InvalidOperationException(room); });
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_logged_by_its_template_with_its_figures_and_nothing_that_it_carried()
    {
        var id = await SendAsync(HttpMethod.Post, "/v1/rooms/canary-room?canary=query", "canary-body", "agent/1");

        var entry = Assert.Single(Logged());
        Assert.Equal(
            new RequestLogEntry
            {
                Id = entry.Id,
                Tenant = _tenant,
                Mode = Mode.Test,
                Method = "POST",
                Route = "/v1/rooms/{room}",
                Status = 201,
                KeyId = Key,
                Address = IPAddress.Loopback,
                UserAgent = "agent/1",
                Duration = TimeSpan.FromMilliseconds(12.345),
                RequestBytes = "canary-body".Length,
            },
            entry with { Address = entry.Address!.MapToIPv4() });
        Assert.Equal(id, RelayKit.Identifiers.PublicId.Format(RelayKit.Identifiers.PublicId.Request, entry.Id));
        Assert.DoesNotContain("canary", entry.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/rooms/canary", 404, "room_not_found", "/v1/rooms/{room}")]
    [InlineData("/v1/faults/canary", 500, "internal_error", "/v1/faults/{room}")]
    public async Task A_refusal_and_a_fault_have_their_codes_and_routes(string path, int status, string code, string route)
    {
        await SendAsync(HttpMethod.Get, path);

        var entry = Assert.Single(Logged());
        Assert.Equal((status, code, route), (entry.Status, entry.Code, entry.Route));
    }

    [Theory]
    [InlineData("/v1/rooms/a", false)]
    [InlineData("/elsewhere", true)]
    public async Task What_is_no_tenants_request_is_not_logged(string path, bool authorized)
    {
        await SendAsync(HttpMethod.Get, path, authorized: authorized);

        Assert.Empty(Logged());
    }

    private List<RequestLogEntry> Logged()
    {
        List<RequestLogEntry> entries = [];
        _app.Services.GetRequiredService<RequestLogQueue>().TakeInto(entries, 100);
        return entries;
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? body = null, string? agent = null, bool authorized = true)
    {
        using var request = new HttpRequestMessage(method, _app.Urls.Single() + path);
        if (authorized)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer canary");
        }

        if (agent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        }

        using var response = await _http.SendAsync(request);

        // The entry is made when the answer is out; the connection's next request comes after it.
        using var after = await _http.GetAsync(new Uri(_app.Urls.Single() + "/nothing"));
        return response.Headers.GetValues("Request-Id").Single();
    }
}
