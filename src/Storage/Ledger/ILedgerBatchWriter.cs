namespace RelayKit.Storage.Ledger;

/// <summary>Where a batch becomes durable, all of it or nothing. Used by one caller at a time.</summary>
internal interface ILedgerBatchWriter
{
    /// <summary>Returns when the batch is durable.</summary>
    /// <param name="rows">What to write.</param>
    /// <param name="again">Whether the batch met another writer before, who may have added some of its events and participants.</param>
    /// <param name="cancellation">Gives up; the outcome is then unknown.</param>
    /// <exception cref="Npgsql.PostgresException">Nothing was written; the SQLSTATE says whether to try again, or to write less.</exception>
    Task WriteAsync(LedgerBatch rows, bool again, CancellationToken cancellation);
}
