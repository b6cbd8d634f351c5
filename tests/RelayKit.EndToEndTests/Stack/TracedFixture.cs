using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>A stack whose traces and figures are exported to somebody who keeps them; it bills by nobody.</summary>
public class TracedFixture : StackFixture
{
    private readonly ConcurrentQueue<byte[]> _exported = new();
    private readonly string _collector = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";

    /// <summary>Takes in whatever is sent to it, until it is disposed.</summary>
    public async Task<WebApplication> StartCollectorAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(_collector);
        app.Map("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _exported.Enqueue(body.ToArray());
        });
        await app.StartAsync();
        return app;
    }

    public bool Exported(string text) => _exported.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    protected override bool HasStripe => false;

    protected override void Adapt(SiloSettings settings)
    {
        settings.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector;
        settings.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        settings.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        settings.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
    }
}
