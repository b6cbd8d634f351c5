using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RelayKit.Ledger;

namespace RelayKit.Storage.Ledger;

/// <summary>The silo's one ledger writer, over PostgreSQL, for as long as the silo runs.</summary>
internal sealed class PostgresLedger : ILedger, IHostedService, IAsyncDisposable
{
    private readonly LedgerBatchWriter _writer;
    private readonly LedgerInstruments _instruments;
    private readonly LedgerOptions _options;
    private readonly GroupCommit _commits;
    private readonly CancellationTokenSource _abandoned = new();
    private int _disposed;
    private Task _loop = Task.CompletedTask;

    public PostgresLedger(PostgresDataSources sources, IOptions<LedgerOptions> options, ILogger<PostgresLedger> logger)
    {
        _writer = new LedgerBatchWriter(sources.Ledger);
        _options = options.Value;
        _instruments = new LedgerInstruments(() => _commits!.Taken);
        _commits = new GroupCommit(_writer, _options, _instruments, logger);
    }

    /// <summary>Whether nine tenths of the places are taken.</summary>
    public bool IsNearlyFull => _commits.Taken >= _options.Capacity - (_options.Capacity / 10);

    public bool TryReserve() => _commits.TryReserve();

    public void Release() => _commits.Release();

    public Task CommitAsync(LedgerLane lane, LedgerEntry entry) => _commits.CommitAsync(lane, entry);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => _commits.RunAsync(_abandoned.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Called after the silo has stopped, when no grain writes any more: what is queued is still written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _commits.Close();
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
        _commits.Close();
        await _abandoned.CancelAsync();
        await _loop;
        await _writer.DisposeAsync();
        _abandoned.Dispose();
        _instruments.Dispose();
    }
}
