using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RelayKit.Storage;

namespace RelayKit.Api.Operations;

/// <summary>
/// <c>/healthz</c>: the process lives; asks nobody else, since restarting it would mend nobody else. <c>/readyz</c>: it can
/// take work: PostgreSQL answers and the ledger has room.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks(
            "/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(HealthTags.Ready), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var checks = report.Entries.Select(entry => $"\"{entry.Key}\":\"{Word(entry.Value.Status)}\"");
        return context.Response.WriteAsync($"{{\"status\":\"{Word(report.Status)}\",\"checks\":{{{string.Join(',', checks)}}}}}");
    }

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? "ok" : "unavailable";
}
