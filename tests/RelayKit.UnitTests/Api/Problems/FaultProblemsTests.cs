using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.Ledger;

namespace RelayKit.UnitTests.Api.Problems;

/// <summary>What callers see of faults, over HTTP.</summary>
public sealed class FaultProblemsTests
{
    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new InvalidOperationException("canary"), 500, "internal_error" },
        { new FormatException("canary"), 500, "internal_error" },
        { new TimeoutException("canary"), 503, "temporarily_unavailable" },
        { new LedgerException("canary"), 503, "temporarily_unavailable" },
        { new OrleansException("canary"), 503, "temporarily_unavailable" },
        { new Microsoft.AspNetCore.Http.BadHttpRequestException("canary", 413), 413, "body_too_large" },
        { new Microsoft.AspNetCore.Http.BadHttpRequestException("canary", 400), 400, "bad_request" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_has_its_code_and_shows_nothing_of_itself(Exception fault, int status, string code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRequestLogging();
        await using var app = builder.Build();
        app.UseMiddleware<RequestIds>();
        app.UseProblems();
        app.MapGet("/", () => { throw fault; });
        await app.StartAsync();
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(app.Urls.Single()));

        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
        Assert.DoesNotContain("canary", body, StringComparison.Ordinal);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }
}
