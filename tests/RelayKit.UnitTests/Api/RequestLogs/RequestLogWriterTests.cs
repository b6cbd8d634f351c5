using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.RequestLogs;
using RelayKit.RequestLogs;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.RequestLogs;

public sealed class RequestLogWriterTests : IDisposable
{
    private readonly RequestLogInstruments _instruments = new();
    private readonly PlayedRequestLog _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RequestLogQueue _queue;
    private readonly RequestLogWriter _writer;

    public RequestLogWriterTests()
    {
        _queue = new RequestLogQueue(Options.Create(new RequestLogOptions { Capacity = 5_000 }), _instruments);
        _writer = new RequestLogWriter(_queue, _store, _instruments, _time, NullLogger<RequestLogWriter>.Instance);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _instruments.Dispose();
    }

    [Fact]
    public async Task What_has_gathered_is_written_in_batches_and_in_order()
    {
        Add(2 * RequestLogWriter.MaxBatch + 1);

        Assert.True(await _writer.FlushAsync(CancellationToken.None));

        Assert.Equal(3, _store.Writes);
        Assert.Equal(Enumerable.Range(0, 2 * RequestLogWriter.MaxBatch + 1), _store.Entries.Select(static entry => entry.Status));
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_everything_is_held_and_then_written_once()
    {
        Add(10);
        _store.Fault = PlayedRequestLog.Away;
        Assert.False(await _writer.FlushAsync(CancellationToken.None));
        Assert.False(await _writer.FlushAsync(CancellationToken.None));
        Add(1);
        Assert.Equal(11, _queue.Waiting);

        _store.Fault = null;
        Assert.True(await _writer.FlushAsync(CancellationToken.None));

        Assert.Equal(11, _store.Entries.Count);
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public void A_full_queue_drops_what_comes_and_never_what_waits()
    {
        Add(5_000);

        Assert.False(_queue.TryAdd(Entry(1)));
        Assert.Equal(5_000, _queue.Waiting);
    }

    [Fact]
    public async Task What_PostgreSQL_refuses_does_not_stop_what_comes_later()
    {
        Add(3);
        _store.Fault = new InvalidOperationException();
        Assert.True(await _writer.FlushAsync(CancellationToken.None));
        _store.Fault = null;
        Add(2);

        Assert.True(await _writer.FlushAsync(CancellationToken.None));

        Assert.Equal(2, _store.Entries.Count);
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task A_process_that_stops_writes_the_rest()
    {
        await _writer.StartAsync(CancellationToken.None);
        Add(7);

        await _writer.StopAsync(CancellationToken.None);

        Assert.Equal(7, _store.Entries.Count);
    }

    [Fact]
    public void What_callers_say_of_themselves_is_cut_and_mended_and_routes_have_one_spelling()
    {
        var tidied = RequestLogWriter.Tidied(Entry(200) with { Route = "/v1/rooms/", UserAgent = new string('a', 300) + "\ud800" });
        Assert.Equal(("/v1/rooms", new string('a', 256)), (tidied.Route, tidied.UserAgent));

        Assert.Equal("\uFFFDx", RequestLogWriter.Tidied(Entry(200) with { UserAgent = "\0x" }).UserAgent);
        Assert.Equal("/", RequestLogWriter.Tidied(Entry(200) with { Route = "/" }).Route);
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_queue.TryAdd(Entry(i)));
        }
    }

    private static RequestLogEntry Entry(int status) => new()
    {
        Id = Guid.NewGuid(),
        Tenant = new TenantId(Guid.NewGuid()),
        Mode = Mode.Live,
        Method = "GET",
        Route = "/v1/rooms",
        Status = status,
        Duration = TimeSpan.Zero,
    };
}
