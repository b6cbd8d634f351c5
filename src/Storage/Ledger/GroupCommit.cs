using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Ledger;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// The order of the silo's commits: drains what has gathered, writes it as one batch, completes everybody who waits, and begins
/// again. It never waits for more to come: without load an entry is written at once, under load the entries that arrive during
/// one commit share the next.
/// </summary>
internal sealed partial class GroupCommit(ILedgerBatchWriter writer, LedgerOptions options, LedgerInstruments instruments, ILogger logger) : ILedger
{
    /// <summary>A batch that only met another writer is tried again this often before its callers are told.</summary>
    private const int ConflictRetries = 3;

    private readonly Channel<PendingEntry> _queue =
        Channel.CreateUnbounded<PendingEntry>(new UnboundedChannelOptions { SingleReader = true });

    private int _taken;
    private volatile bool _closed;

    /// <summary>Entries that wait or are under way.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public bool TryReserve()
    {
        if (_closed)
        {
            return false;
        }

        if (Interlocked.Increment(ref _taken) <= options.Capacity)
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

    /// <summary>Takes no more; what is queued is still written.</summary>
    public void Close()
    {
        _closed = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Writes until the queue is closed and empty.</summary>
    /// <param name="abandoned">Gives up what is under way, whose outcome is then unknown, and what is queued: every caller still hears of it.</param>
    public async Task RunAsync(CancellationToken abandoned)
    {
        var batch = new List<PendingEntry>(options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < options.MaxBatch && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await WriteAsync(batch, abandoned);
            batch.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<PendingEntry> batch, CancellationToken abandoned)
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
                await writer.WriteAsync(new LedgerBatch(entries), again: attempt > 1, abandoned);
                instruments.Committed(entries.Count, Stopwatch.GetElapsedTime(started));
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
                await IsolateAsync(entries, refusal, abandoned);
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
    private async Task IsolateAsync(List<PendingEntry> entries, Exception refusal, CancellationToken abandoned)
    {
        if (entries.Count == 1)
        {
            LogRefused(refusal, entries[0].Entry.Room);
            instruments.Failed(1);
            entries[0].Fail(new LedgerException("PostgreSQL refused the entry.", refusal));
            return;
        }

        var half = entries.Count / 2;
        await WriteAsync([.. entries.Take(half)], abandoned);
        await WriteAsync([.. entries.Skip(half)], abandoned);
    }

    private void FailAll(List<PendingEntry> entries, Exception fault)
    {
        LogUnknownOutcome(fault, entries.Count);
        instruments.Failed(entries.Count);
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
