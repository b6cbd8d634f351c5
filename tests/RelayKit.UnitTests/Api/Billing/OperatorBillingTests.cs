using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Abuse;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Billing;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.UnitTests.Api.AuditLog;

namespace RelayKit.UnitTests.Api.Billing;

/// <summary>What the operator says of a tenant's plan and payment, over HTTP: what it does not name stays as it was.</summary>
public sealed class OperatorBillingTests : IAsyncLifetime
{
    private const string OperatorKey = "operator-key-of-the-billing-tests-0123456789";

    private static readonly DateTimeOffset Owed = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly PlayedBilling _billing = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    public async Task InitializeAsync()
    {
        _billing.Plans.Add(new Plan { Code = "pro", Name = "Pro", Currency = "usd" });
        _billing.Account = _billing.Account with { Plan = "pro", OwedSince = Owed };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<IBillingStore>(_billing);
        services.AddSingleton<IPlanStore>(_billing);
        services.AddSingleton<ITenantStore>(_billing);
        services.AddSingleton<IMeterReportStore>(static _ => throw new NotSupportedException());
        services.AddSingleton<IDunning, NoDunning>();
        services.AddSingleton(Options.Create(new BillingOptions()));
        services.AddSingleton<Plans>();
        services.AddSingleton<IAuditLog, PlayedAuditLog>();
        services.AddSingleton<AuditFilter>();
        services.AddSingleton<ActivityCounters>();
        services.AddSingleton<BlockedAddresses>();
        services.AddRateLimits();
        services.AddRequestLogging();
        services.AddOptions<OperatorOptions>().Configure(static options => options.OperatorKey = OperatorKey);
        _app = builder.Build();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        OperatorBillingEndpoints.Map(_app);
        await _app.StartAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OperatorKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app!.DisposeAsync();
    }

    [Theory]
    [InlineData("{}", "pro", true)]
    [InlineData("""{"payment":null}""", "pro", true)]
    [InlineData("""{"payment":"overdue"}""", "pro", true)]
    [InlineData("""{"payment":"paid"}""", "pro", false)]
    [InlineData("""{"plan":"free"}""", "free", true)]
    [InlineData("""{"plan":null}""", null, true)]
    [InlineData("""{"plan":null,"payment":"paid"}""", null, false)]
    public async Task What_is_not_named_stays_as_it_was(string body, string? plan, bool isOwed)
    {
        var (status, answer) = await PutAsync(body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((plan, isOwed ? Owed : (DateTimeOffset?)null), (_billing.Account.Plan, _billing.Account.OwedSince));
        Assert.Equal(plan ?? "free", answer.GetProperty("plan").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_plan_that_there_is_not_changes_nothing()
    {
        var (status, answer) = await PutAsync("""{"plan":"none","payment":"paid"}""");

        Assert.Equal((HttpStatusCode.NotFound, "plan_not_found"), (status, answer.GetProperty("code").GetString()));
        Assert.Equal(("pro", Owed), (_billing.Account.Plan, _billing.Account.OwedSince));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync($"{_app!.Urls.Single()}/v1/operator/tenants/{new TenantId(Guid.CreateVersion7())}/billing", content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Dunning that does nothing.</summary>
    private sealed class NoDunning : IDunning
    {
        public Task RunAsync(TenantId tenant, CancellationToken cancellation) => Task.CompletedTask;
    }
}
