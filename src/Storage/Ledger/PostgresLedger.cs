using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RelayKit.Ledger;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// The silo's one ledger writer: drains what has gathered, writes it in one transaction, completes everybody who waits, and
/// begins again. It never waits for more to come: without load an entry is written at once, under load the entries that
/// arrive during one commit share the next.
/// </summary>
internal sealed partial class PostgresLedger : ILedger, IHostedService, IAsyncDisposable
{
    /// <summary>A batch that only met another writer is tried again this often before its callers are told.</summary>
    private const int ConflictRetries = 3;

    private readonly Channel<PendingEntry> _queue =
        Channel.CreateUnbounded<PendingEntry>(new UnboundedChannelOptions { SingleReader = true });

    private readonly LedgerBatchWriter _writer;
    private readonly LedgerInstruments _instruments;
    private readonly LedgerOptions _options;
    private readonly ILogger<PostgresLedger> _logger;
    private readonly CancellationTokenSource _abandoned = new();
    private int _taken;
    private int _disposed;
    private volatile bool _stopping;
    private Task _loop = Task.CompletedTask;

    public PostgresLedger(PostgresDataSources sources, IOptions<LedgerOptions> options, ILogger<PostgresLedger> logger)
    {
        _writer = new LedgerBatchWriter(sources.Ledger);
        _options = options.Value;
        _logger = logger;
        _instruments = new LedgerInstruments(() => Volatile.Read(ref _taken));
    }

    /// <summary>Whether nine tenths of the places are taken.</summary>
    public bool IsNearlyFull => Volatile.Read(ref _taken) >= _options.Capacity - (_options.Capacity / 10);

    public bool TryReserve()
    {
        if (_stopping)
        {
            return false;
        }

        if (Interlocked.Increment(ref _taken) <= _options.Capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _taken);

    public Task CommitAsync(LedgerLane lane, LedgerEntry entry)
    {
        var pending = new PendingEntry(this, lane, entry);
        if (lane.IsBroken || !_queue.Writer.TryWrite(pending))
        {
            pending.Fail(new LedgerException("The ledger takes no more entries of this lane."));
        }

        return pending.Done;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Called after the silo has stopped, when no grain writes any more: what is queued is still written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        await using var giveUp = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abandoned);
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        // The container knows it under three names and disposes it under each.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        // A process that failed to start is taken down without having been stopped.
        _queue.Writer.TryComplete();
        await _abandoned.CancelAsync();
        await _loop;
        await _writer.DisposeAsync();
        _abandoned.Dispose();
        _instruments.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingEntry>(_options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<PendingEntry> batch)
    {
        var entries = WithoutBrokenLanes(batch);
        if (entries.Count == 0)
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                await _writer.WriteAsync(new LedgerBatch(entries), again: attempt > 1, _abandoned.Token);
                _instruments.Committed(entries.Count, Stopwatch.GetElapsedTime(started));
                foreach (var pending in entries)
                {
                    pending.Complete();
                }

                return;
            }
            catch (PostgresException conflict) when (MetAnotherWriter(conflict) && attempt <= ConflictRetries)
            {
                LogConflict(conflict.SqlState, entries.Count);
            }
            catch (Exception refusal) when (IsRefusalOfRows(refusal))
            {
                await IsolateAsync(entries, refusal);
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is, the writer goes on: a loop that has ended would leave every later caller waiting for ever.
                FailAll(entries, fault);
                return;
            }
        }
    }

    /// <summary>Halves the batch until the row that PostgreSQL refuses stands alone; only its caller, and its lane, get the error.</summary>
    private async Task IsolateAsync(List<PendingEntry> entries, Exception refusal)
    {
        if (entries.Count == 1)
        {
            LogRefused(refusal, entries[0].Entry.Room);
            _instruments.Failed(1);
            entries[0].Fail(new LedgerException("PostgreSQL refused the entry.", refusal));
            return;
        }

        var half = entries.Count / 2;
        await WriteAsync([.. entries.Take(half)]);
        await WriteAsync([.. entries.Skip(half)]);
    }

    private void FailAll(List<PendingEntry> entries, Exception fault)
    {
        LogUnknownOutcome(fault, entries.Count);
        _instruments.Failed(entries.Count);
        foreach (var pending in entries)
        {
            pending.Fail(new LedgerException("The outcome of the commit is unknown.", fault));
        }
    }

    private static List<PendingEntry> WithoutBrokenLanes(IReadOnlyList<PendingEntry> batch)
    {
        var sound = new List<PendingEntry>(batch.Count);
        foreach (var pending in batch)
        {
            if (pending.Lane.IsBroken)
            {
                pending.Fail(new LedgerException("An earlier entry of the lane failed."));
            }
            else
            {
                sound.Add(pending);
            }
        }

        return sound;
    }

    /// <summary>
    /// Whether the same batch has a good chance when it is tried again: it met another writer's locks, or an event that another
    /// writer added in the same moment and that the next try will see.
    /// </summary>
    private static bool MetAnotherWriter(PostgresException e) => e.SqlState
        is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable
        or PostgresErrorCodes.UniqueViolation;

    /// <summary>
    /// Whether the fault lies in what was to be written and not in the state of the server: only then does it help to write
    /// less. SQLSTATE classes 21, 22, 23, 42 and 54; or a value that could not even be encoded.
    /// </summary>
    private static bool IsRefusalOfRows(Exception e) =>
        e is ArgumentException || (e is PostgresException refusal && refusal.SqlState[..2] is "21" or "22" or "23" or "42" or "54");
}
