using RelayKit.Idempotency;

namespace RelayKit.Api.Idempotency;

/// <summary>Takes idempotency keys for requests; of many that ask for one at once, one gets it.</summary>
internal sealed class KeyClaims(IIdempotencyStore store)
{
    /// <summary>Who loses a row that often has met others who won it, and one of them is running the request.</summary>
    private const int MostTries = 3;

    /// <summary>Takes the key if it is new, has expired, or was left by a run that has no answer.</summary>
    /// <param name="mine">The row of a key that is new.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// What was found, and the row: the caller's to run for <see cref="KeyVerdict.Mine"/>, <see cref="KeyVerdict.Expired"/> and
    /// <see cref="KeyVerdict.Abandoned"/>, otherwise the one that stands.
    /// </returns>
    public async Task<(KeyVerdict Verdict, StoredKey Row)> TakeAsync(StoredKey mine, CancellationToken cancellation)
    {
        for (var i = 0; i < MostTries; i++)
        {
            if (await store.AddOrFindAsync(mine, cancellation) is not { } found)
            {
                continue;
            }

            var verdict = found.Judge(mine);
            if (verdict is not (KeyVerdict.Expired or KeyVerdict.Abandoned))
            {
                return (verdict, found);
            }

            var taken = verdict == KeyVerdict.Expired ? mine : found.TakenOverBy(mine);
            if (await store.ReplaceAsync(found, taken, cancellation))
            {
                return (verdict, taken);
            }
        }

        return (KeyVerdict.InFlight, mine);
    }
}
