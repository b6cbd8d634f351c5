using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>
/// Stands before a receiver, on a port of its own, and kills the process whose request it is: before the receiver has seen it, or when it has taken it and the
/// answer is not sent. All else it passes on.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<string, HttpRequest, byte[], Task<(int Status, byte[] Body)>> _receive;
    private (CrashStep Step, string Mark, Action Kill)? _deadly;

    private Gate(Func<string, HttpRequest, byte[], Task<(int Status, byte[] Body)>> receive)
    {
        _receive = receive;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Map("/{**path}", TakeAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>A gate before somebody whom the test plays.</summary>
    /// <param name="receive">Takes a request's path, the request, and its body; gives the answer.</param>
    public static async Task<Gate> BeforeAsync(Func<string, HttpRequest, byte[], Task<(int Status, byte[] Body)>> receive)
    {
        var gate = new Gate(receive);
        await gate._app.StartAsync();
        return gate;
    }

    /// <summary>A gate before a server.</summary>
    public static Task<Gate> BeforeAsync(Func<Uri> server, HttpClient http) => BeforeAsync(async (path, request, body) =>
    {
        using var passed = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server(), path)) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in request.Headers)
        {
            if (!passed.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                passed.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        passed.Headers.Host = null;
        using var answer = await http.SendAsync(passed);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    });

    /// <summary>Kills whoever sends the request that has this mark in its headers or body, when it comes to a step of the gate's.</summary>
    public void Arm(CrashStep step, string mark, Action kill) => _deadly = step is CrashStep.Reached or CrashStep.Arrived ? (step, mark, kill) : null;

    /// <summary>Lets everybody live.</summary>
    public void Disarm() => _deadly = null;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read);
        var body = read.ToArray();
        var deadly = _deadly is { } armed && HasMark(context.Request, body, armed.Mark) ? armed : default((CrashStep Step, string Mark, Action Kill)?);
        if (deadly is { Step: CrashStep.Reached } early)
        {
            early.Kill();
            context.Abort();
            return;
        }

        var (status, answer) = await _receive(context.Request.Path + context.Request.QueryString, context.Request, body);
        if (deadly is { Step: CrashStep.Arrived } late)
        {
            late.Kill();
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer);
    }

    private static bool HasMark(HttpRequest request, byte[] body, string mark) =>
        System.Text.Encoding.UTF8.GetString(body).Contains(mark, StringComparison.Ordinal)
        || request.Headers.Any(header => header.Value.ToString().Contains(mark, StringComparison.Ordinal));
}
