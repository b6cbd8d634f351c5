using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RelayKit.EndToEndTests.LiveKit;

/// <summary>How the played LiveKit answers.</summary>
public enum LiveKitMood
{
    Obliging,
    NotFound,
    Unavailable,
    HangingUp,
    TooSlow,
    Refusing,
    Rejecting,
}

/// <summary>One call of LiveKit's server API as it arrived.</summary>
public sealed record LiveKitCall(string Path, string Authorization, string Room);

/// <summary>Plays LiveKit's Twirp endpoint: keeps every call, and answers as it is told to.</summary>
public sealed class PlayedLiveKit : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<LiveKitCall> _calls = new();

    private PlayedLiveKit(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public LiveKitMood Mood { get; set; }

    public static async Task<PlayedLiveKit> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var played = new PlayedLiveKit(builder.Build());
        played._app.Run(played.AnswerAsync);
        await played._app.StartAsync();
        return played;
    }

    /// <summary>The calls that named a room.</summary>
    public IReadOnlyList<LiveKitCall> CallsFor(string room) => [.. _calls.Where(call => call.Room == room)];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _calls.Enqueue(new LiveKitCall(
            context.Request.Path, context.Request.Headers.Authorization.ToString(), FirstText(body.ToArray())));
        switch (Mood)
        {
            case LiveKitMood.HangingUp:
                context.Abort();
                return;
            case LiveKitMood.NotFound:
                await RefuseAsync(context, StatusCodes.Status404NotFound, """{"code":"not_found","msg":"requested room does not exist"}""");
                return;
            case LiveKitMood.Unavailable:
                await RefuseAsync(
                    context, StatusCodes.Status503ServiceUnavailable, """{"code":"unavailable","msg":"no response from servers"}""");
                return;
            case LiveKitMood.TooSlow:
                await RefuseAsync(context, StatusCodes.Status408RequestTimeout, """{"code":"deadline_exceeded","msg":"request timed out"}""");
                return;
            case LiveKitMood.Refusing:
                await RefuseAsync(context, StatusCodes.Status401Unauthorized, """{"code":"unauthenticated","msg":"permissions denied"}""");
                return;
            case LiveKitMood.Rejecting:
                await RefuseAsync(context, StatusCodes.Status400BadRequest, """{"code":"invalid_argument","msg":"name length exceeds limits"}""");
                return;
            default:
                context.Response.ContentType = "application/protobuf";
                return;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    /// <summary>Field 1 of a protobuf message, a text of up to 255 bytes: tag 0x0A, the length as a varint, the bytes.</summary>
    private static string FirstText(byte[] message)
    {
        if (message.Length < 2 || message[0] != 0x0A)
        {
            return "";
        }

        var (length, start) = message[1] < 0x80 ? (message[1], 2) : ((message[1] & 0x7F) | (message[2] << 7), 3);
        return Encoding.UTF8.GetString(message, start, length);
    }
}
