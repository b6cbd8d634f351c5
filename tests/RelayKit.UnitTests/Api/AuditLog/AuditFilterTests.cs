using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.AuditLog;

/// <summary>No effect without an entry, and entries without anything that has no place in them: behind the real filter, over HTTP.</summary>
public sealed class AuditFilterTests : IAsyncLifetime, IDisposable
{
    private const string Tenant = "ten_01arz3ndektsv4rrffq69g5fav";

    private readonly PlayedAuditLog _log = new();
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;
    private Func<IResult> _handler = static () => Results.NoContent();
    private int _runs;
    private int _entriesAtRun;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null)));
        builder.Services.AddSingleton<IAuditLog>(_log);
        builder.Services.AddSingleton<AuditFilter>();
        builder.Services.AddRequestLogging();
        _app = builder.Build();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        Map(_app.MapGroup("/v1/operator").Audited().WithMetadata(RequiredKey.Operator), "AsOperator");
        Map(_app.MapGroup("/v1").AddEndpointFilter(LetInAsync).Audited().WithMetadata(RequiredKey.Api), "");
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_request_is_written_before_it_takes_effect_and_its_end_after()
    {
        await SendAsync(HttpMethod.Post, $"/v1/operator/things/{Tenant}");

        Assert.Equal(1, _entriesAtRun);
        Assert.Equal([AuditPhase.Asked, AuditPhase.Done], _log.Entries.Select(entry => entry.Phase));
        var (asked, done) = (_log.Entries[0], _log.Entries[1]);
        Assert.Equal(("changeThingAsOperator", "operator", Tenant, "127.0.0.1"), (asked.Action, asked.Actor, $"{asked.Tenant}", asked.IpAddress));
        Assert.Equal([Tenant], asked.Targets.ToArray());
        Assert.Equal((null, 204), (asked.Status, done.Status));
        Assert.Equal(asked.Request, done.Request);
        Assert.NotEqual(asked.Id, done.Id);
        Assert.NotEqual(Guid.Empty, asked.Request);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_nothing_is_done()
    {
        _log.Takes = 0;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(HttpMethod.Post, $"/v1/operator/things/{Tenant}"));

        Assert.Equal(0, _runs);
    }

    [Fact]
    public async Task An_end_that_cannot_be_written_takes_nothing_back()
    {
        _log.Takes = 1;

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Post, $"/v1/operator/things/{Tenant}"));

        Assert.Equal((1, AuditPhase.Asked), (_runs, _log.Entries.Single().Phase));
    }

    [Fact]
    public async Task A_refusal_is_written_with_its_code_and_without_its_words()
    {
        _handler = static () => new ProblemResult(ProblemKinds.TenantNotFound, "ada@example.com is not here");

        await SendAsync(HttpMethod.Post, $"/v1/operator/things/{Tenant}");

        Assert.Equal((AuditPhase.Refused, 404, "tenant_not_found"), EndOf(_log.Entries[1]));
        Assert.DoesNotContain("ada@", string.Join(' ', _log.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_on_the_way_leaves_it_unknown()
    {
        _handler = static () => throw new TimeoutException();

        await SendAsync(HttpMethod.Post, $"/v1/operator/things/{Tenant}");

        Assert.Equal(AuditPhase.Unknown, _log.Entries[1].Phase);
    }

    [Fact]
    public async Task What_was_made_is_named_and_a_tenant_that_was_made_is_whose_affair_it_is()
    {
        _handler = static () => Results.Json(new { Id = Tenant, Name = "Acme" }, statusCode: 201);

        await SendAsync(HttpMethod.Post, "/v1/operator/things/new");

        Assert.Equal((null, Tenant), ($"{_log.Entries[0].Tenant}" is { Length: > 0 } text ? text : null, $"{_log.Entries[1].Tenant}"));
        Assert.Equal(["new", Tenant], _log.Entries[1].Targets.ToArray());
    }

    [Theory]
    [InlineData("ada%40example.com")]
    [InlineData("a%00b")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_has_no_form_of_an_id_is_not_written(string path)
    {
        await SendAsync(HttpMethod.Post, $"/v1/operator/things/{path}");

        Assert.All(_log.Entries, entry => Assert.Empty(entry.Targets));
    }

    [Fact]
    public async Task A_tenants_own_request_is_the_tenants()
    {
        await SendAsync(HttpMethod.Post, "/v1/things/one");

        Assert.All(_log.Entries, entry => Assert.Equal(Tenant, $"{entry.Tenant}"));
        Assert.All(_log.Entries, entry => Assert.Matches("^key_[0-9a-z]{26}$", entry.Actor));
    }

    [Fact]
    public async Task A_read_leaves_nothing()
    {
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Get, $"/v1/operator/things/{Tenant}"));

        Assert.Empty(_log.Entries);
    }

    private static (AuditPhase Phase, int? Status, string? Code) EndOf(AuditEntry entry) => (entry.Phase, entry.Status, entry.Code);

    private static ValueTask<object?> LetInAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Assert.True(TenantId.TryParse(Tenant, out var tenant));
        context.HttpContext.Features.Set(new CurrentTenant(tenant, Mode.Live, new Caller.Key(new Guid(1, 2, 3, new byte[8])), ScopeSet.All));
        return next(context);
    }

    private void Map(RouteGroupBuilder group, string by)
    {
        var answers = new AnswerDoc[] { new(204, null, "Done.") };
        group.MapPost("/things/{tenant}", (Delegate)Run).Describe(new RouteDoc($"changeThing{by}", "Things", "Change", "Changes.") { Answers = answers });
        group.MapGet("/things/{tenant}", (Delegate)Run).Describe(new RouteDoc($"getThing{by}", "Things", "Get", "Gets.") { Answers = answers });
    }

    private IResult Run(HttpContext context)
    {
        _runs++;
        _entriesAtRun = _log.Entries.Count;
        return _handler();
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
