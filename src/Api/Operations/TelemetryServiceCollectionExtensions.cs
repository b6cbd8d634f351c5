using System.Collections.Frozen;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace RelayKit.Api.Operations;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>; traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
/// </summary>
public static class TelemetryServiceCollectionExtensions
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OrleansMeter = "Microsoft.Orleans";

    /// <summary>
    /// ASP.NET Core's own meters, by name: OpenTelemetry's package for them would wrap each request once more, for one tag of those that failed.
    /// </summary>
    private static readonly string[] AspNetCoreMeters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics"];

    /// <summary>
    /// What of Orleans' meter is worth its cost. Most of its other instruments count each message at each of its stations, which
    /// every grain call pays for.
    /// </summary>
    private static readonly FrozenSet<string> OrleansInstruments = FrozenSet.Create(
        StringComparer.Ordinal,
        "orleans-app-requests-latency-bucket", "orleans-app-requests-latency-count", "orleans-app-requests-latency-sum",
        "orleans-app-requests-timedout", "orleans-catalog-activations", "orleans-catalog-activation-created",
        "orleans-catalog-activation-destroyed", "orleans-catalog-activation-concurrent-registration-attempts",
        "orleans-gateway-connected-clients", "orleans-messaging-rejected", "orleans-messaging-expired",
        "orleans-scheduler-long-running-turns", "orleans-storage-read-errors", "orleans-storage-read-latency",
        "orleans-storage-write-errors", "orleans-storage-write-latency", "orleans-watchdog-health-checks-failed");

    /// <summary>Whether spans go anywhere. Without somebody to send them to they would only cost, on every request and every grain call.</summary>
    public static bool ExportsTraces(this IConfiguration configuration) => !string.IsNullOrEmpty(configuration[OtlpEndpoint]);

    internal static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var exported = configuration.ExportsTraces();
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(Telemetry.MeterName, OrleansMeter, "Npgsql")
                .AddMeter(AspNetCoreMeters)
                .AddView(instrument => instrument.Meter.Name == OrleansMeter && !OrleansInstruments.Contains(instrument.Name)
                    ? MetricStreamConfiguration.Drop
                    : null)
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter();
            if (exported)
            {
                metrics.AddOtlpExporter();
            }
        });
        if (exported)
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddProcessor(new SpanRedaction())
                .AddOtlpExporter());
        }

        return services;
    }
}
