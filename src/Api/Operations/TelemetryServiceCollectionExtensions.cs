using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace RelayKit.Api.Operations;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>; traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.
/// </summary>
internal static class TelemetryServiceCollectionExtensions
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var exported = !string.IsNullOrEmpty(configuration[OtlpEndpoint]);
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(Telemetry.MeterName, "Microsoft.Orleans", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter();
            if (exported)
            {
                metrics.AddOtlpExporter();
            }
        });
        if (exported)
        {
            // Without somebody to send them to, spans would only cost.
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
        }

        return services;
    }
}
