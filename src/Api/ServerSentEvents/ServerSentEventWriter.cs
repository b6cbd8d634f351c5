using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace RelayKit.Api.ServerSentEvents;

/// <summary>
/// Writes an answer of server-sent events (WHATWG HTML, section 9.2, "Server-sent events"). The framework's own result takes a sequence of items and knows no
/// comments, which keep a quiet stream alive; and here one event's bytes are shared by all streams that it goes to. Nothing is sent before
/// <see cref="FlushAsync"/>.
/// </summary>
internal sealed class ServerSentEventWriter(PipeWriter pipe)
{
    /// <summary>The media type of a stream; it is always UTF-8.</summary>
    public const string ContentType = "text/event-stream";

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private static readonly SearchValues<char> NotInLines = SearchValues.Create("\r\n\0");

    /// <summary>Makes an answer a stream: no cache keeps it, and no proxy waits until it has gathered more of it.</summary>
    public static ServerSentEventWriter Begin(HttpResponse response)
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return new ServerSentEventWriter(response.BodyWriter);
    }

    /// <summary>How long a client waits before it connects again once the stream has ended.</summary>
    public void WriteRetry(TimeSpan wait)
    {
        Write("retry: "u8);
        WriteText(((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        Write("\n\n"u8);
    }

    /// <summary>One line that every client skips.</summary>
    public void WriteComment(string text)
    {
        Write(":"u8);
        WriteLine(text);
        Write("\n"u8);
    }

    /// <summary>What a client that comes back says it has seen last, without an event: it dispatches nothing and remembers the id.</summary>
    public void WriteId(string id)
    {
        Write("id: "u8);
        WriteLine(id);
        Write("\n"u8);
    }

    /// <summary>An event.</summary>
    /// <param name="type">What listeners go by.</param>
    /// <param name="data">UTF-8 on one line, as JSON without indentation is.</param>
    /// <param name="id">What a client that comes back says it has seen last; null to leave that as it is.</param>
    /// <exception cref="ArgumentException">A line has an end of line in it, and so would be something else.</exception>
    public void WriteEvent(string type, ReadOnlySpan<byte> data, string? id = null)
    {
        if (data.ContainsAny(LineEnds))
        {
            throw new ArgumentException("An event's data has to be on one line.", nameof(data));
        }

        if (id is not null)
        {
            Write("id: "u8);
            WriteLine(id);
        }

        Write("event: "u8);
        WriteLine(type);
        Write("data: "u8);
        Write(data);
        Write("\n\n"u8);
    }

    /// <summary>Sends what was written. False when nobody reads any more; waits for a client that is slow.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellation) => !(await pipe.FlushAsync(cancellation)).IsCompleted;

    private void WriteLine(string text)
    {
        if (text.AsSpan().ContainsAny(NotInLines))
        {
            throw new ArgumentException("A line cannot have an end of line in it.", nameof(text));
        }

        WriteText(text);
        Write("\n"u8);
    }

    private void WriteText(string text) => Encoding.UTF8.GetBytes(text, pipe);

    private void Write(ReadOnlySpan<byte> bytes) => pipe.Write(bytes);
}
