using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using CsCheck;
using RelayKit.Api.ServerSentEvents;

namespace RelayKit.UnitTests.Api.ServerSentEvents;

/// <summary>What is written is read by the framework's own parser, which knows nothing of the writer.</summary>
public sealed class ServerSentEventWriterTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.String, Gen.String, Gen.Int[0, 2]).Array[0, 5].Sample(events =>
        {
            using var stream = new MemoryStream();
            var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
            var writer = new ServerSentEventWriter(pipe);
            writer.WriteRetry(TimeSpan.FromSeconds(3));
            for (var i = 0; i < events.Length; i++)
            {
                writer.WriteComment(" still here");
                writer.WriteEvent($"type-{events[i].Item3}", JsonSerializer.SerializeToUtf8Bytes(events[i].Item1), events[i].Item3 == 0 ? null : $"{i}");
            }

            pipe.Complete();
            var parser = Parse(stream);
            var read = parser.Enumerate().ToList();

            Assert.Equal(events.Select(e => $"type-{e.Item3}"), read.Select(item => item.EventType));
            Assert.Equal(events.Select(e => JsonSerializer.Serialize(e.Item1)), read.Select(item => item.Data));
            Assert.Equal(
                events.Select((e, i) => e.Item3 == 0 ? null : $"{i}").LastOrDefault(id => id is not null) ?? "", parser.LastEventId);
            Assert.Equal(TimeSpan.FromSeconds(3), parser.ReconnectionInterval);
        });

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("\n")]
    public void Nothing_can_break_out_of_its_line(string text)
    {
        var writer = new ServerSentEventWriter(new Pipe().Writer);

        Assert.Throws<ArgumentException>(() => writer.WriteEvent("usage", Encoding.UTF8.GetBytes(text)));
        Assert.Throws<ArgumentException>(() => writer.WriteEvent(text, "{}"u8));
        Assert.Throws<ArgumentException>(() => writer.WriteEvent("usage", "{}"u8, text));
        Assert.Throws<ArgumentException>(() => writer.WriteComment(text));
    }

    [Fact]
    public async Task A_reader_who_is_gone_is_noticed()
    {
        var pipe = new Pipe();
        var writer = new ServerSentEventWriter(pipe.Writer);
        writer.WriteEvent("usage", "{}"u8);
        Assert.True(await writer.FlushAsync(CancellationToken.None));

        await pipe.Reader.CompleteAsync();
        writer.WriteEvent("usage", "{}"u8);

        Assert.False(await writer.FlushAsync(CancellationToken.None));
    }

    private static SseParser<string> Parse(MemoryStream stream)
    {
        stream.Position = 0;
        return SseParser.Create(stream);
    }
}
