using System.Globalization;
using RelayKit.EndToEndTests.Cluster;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Events;

/// <summary>
/// The process that serves a stream is killed again and again while events flow. The client comes again with the id that it has seen last, and in
/// the end has seen every sequence once, in order. <c>RELAYKIT_DEATHS</c> and <c>RELAYKIT_EVENTS_PER_SECOND</c> say how often and how fast.
/// </summary>
[Collection(SiloCluster.Name)]
public sealed class EventStreamCrashTests(SiloCluster cluster, ITestOutputHelper output)
{
    private static readonly int Deaths = Setting("RELAYKIT_DEATHS", 2);
    private static readonly int PerSecond = Setting("RELAYKIT_EVENTS_PER_SECOND", 200);

    /// <summary>For one start of the process and what it has to catch up with, on a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Lock _gate = new();
    private readonly List<long> _seen = [];
    private int _connections;

    [Fact]
    public async Task A_client_of_a_process_that_is_killed_again_and_again_sees_every_sequence_once()
    {
        var tenant = await cluster.CreateTenantAsync();
        await using var flow = new EventFlow(cluster.Database, tenant.RowId, PerSecond);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() => ReadAsync(cluster.Api.Client(tenant.Key), done.Token));
        await UntilAsync(() => Volatile.Read(ref _connections) > 0, reading, "the client is connected");
        flow.Start();

        for (var death = 1; death <= Deaths; death++)
        {
            // In the middle of it: connected, caught up with a second of events or more, and more to come.
            var (connections, seen) = (Volatile.Read(ref _connections), Seen());
            await UntilAsync(() => Seen() > seen + PerSecond, reading, "events come");
            await cluster.Api.KillAsync();
            cluster.Api.Start();
            await UntilAsync(() => Volatile.Read(ref _connections) > connections, reading, "the client is connected again");
            output.WriteLine($"Death {death}: {Seen()} events seen.");
        }

        var written = await flow.StopAsync();
        await UntilAsync(() => Seen() >= written, reading, $"all {written} are seen");
        await done.CancelAsync();
        await reading;
        await cluster.Api.ReadyAsync();

        output.WriteLine($"{written} events written at {PerSecond} a second, {Deaths} deaths, {_connections} connections.");
        Assert.True(written >= PerSecond * (long)Deaths, "there was something to lose");
        Assert.Equal(written, await cluster.Database.ScalarAsync<long>("select last_seq from event_counters where tenant_id = $1", tenant.RowId));
        Assert.Equal(Enumerable.Range(1, (int)written).Select(number => (long)number), _seen);
    }

    /// <summary>As an EventSource does: reads until the connection breaks, and comes again with the last id.</summary>
    private async Task ReadAsync(ApiClient api, CancellationToken done)
    {
        string? last = null;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!done.IsCancellationRequested)
        {
            try
            {
                await using var stream = await EventReader.OpenAsync(api, "/v1/events/stream", last);
                Interlocked.Increment(ref _connections);
                await foreach (var one in stream.ReadAsync(done))
                {
                    last = one.EventId;
                    lock (_gate)
                    {
                        _seen.Add(long.Parse(one.EventId!, CultureInfo.InvariantCulture));
                    }
                }
            }
            catch (Exception broken) when (IsOfTheDeath(broken) || done.IsCancellationRequested)
            {
                last ??= "0";
            }

            if (!done.IsCancellationRequested)
            {
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Nobody answers, the connection breaks off, or the new process cannot serve yet; any other answer is a fault.</summary>
    private static bool IsOfTheDeath(Exception broken) => broken is IOException or TaskCanceledException
        or HttpRequestException { StatusCode: null or System.Net.HttpStatusCode.ServiceUnavailable };

    private int Seen()
    {
        lock (_gate)
        {
            return _seen.Count;
        }
    }

    private static Task UntilAsync(Func<bool> holds, Task reading, string what) => Eventually.HoldsAsync(
        async () =>
        {
            if (reading.IsFaulted)
            {
                await reading;
            }

            return holds();
        },
        what,
        Patience);

    private static int Setting(string variable, int inSuite) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : inSuite;
}
