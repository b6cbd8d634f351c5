using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace RelayKit.Api.Operations;

/// <summary>
/// The first thing that happens when a process is told to stop: it says so at <c>/readyz</c>, lets go of connections as their
/// requests end, and goes on serving until load balancers have noticed. Only then do the web server and the silo stop.
/// </summary>
internal sealed class Drain(IOptions<ShutdownOptions> options, TimeProvider time) : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private volatile bool _begun;

    /// <summary>Cancelled when load balancers have had their time: answers that would go on forever end now, and whoever reads them comes again elsewhere.</summary>
    public CancellationToken Over => _over.Token;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        await Task.Delay(options.Value.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _over.CancelAsync();
    }

    public void Dispose() => _over.Dispose();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_begun ? HealthCheckResult.Unhealthy("The process was told to stop.") : HealthCheckResult.Healthy());

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_begun)
        {
            // HTTP/1.1 hears it by the header; HTTP/2 and 3 by a frame of the connection.
            context.Response.Headers.Connection = "close";
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        return next(context);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
