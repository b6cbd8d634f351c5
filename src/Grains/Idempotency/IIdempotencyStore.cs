namespace RelayKit.Idempotency;

/// <summary>
/// Where idempotency keys are kept while they hold. What changes a row names the claim that it was last seen with, and changes nothing
/// once another has it.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Writes the row unless there is one.</summary>
    /// <returns>The row that is there now; null when it went away between the two looks.</returns>
    Task<StoredKey?> AddOrFindAsync(StoredKey row, CancellationToken cancellation);

    /// <summary>Puts a row in the place of one that has expired or was abandoned.</summary>
    /// <param name="seen">The row as it was found.</param>
    /// <param name="row">What to put there.</param>
    /// <param name="cancellation">Gives up; the row may have been written all the same.</param>
    /// <returns>False when somebody else was faster.</returns>
    Task<bool> ReplaceAsync(StoredKey seen, StoredKey row, CancellationToken cancellation);

    /// <summary>Keeps the answer. False when the row is no longer the caller's.</summary>
    Task<bool> KeepAsync(StoredKey mine, byte[] answer, CancellationToken cancellation);

    /// <summary>Ends the lease: whoever repeats the request may run it at once.</summary>
    Task AbandonAsync(StoredKey mine, CancellationToken cancellation);

    /// <summary>Removes the row: nothing has happened, and the key is new again.</summary>
    Task ForgetAsync(StoredKey mine, CancellationToken cancellation);
}
