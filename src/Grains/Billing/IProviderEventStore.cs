namespace RelayKit.Billing;

/// <summary>News of a provider: kept before it is told that they came, and worked off afterwards, one process at a time for each thing they are about.</summary>
public interface IProviderEventStore
{
    /// <summary>Keeps a piece of news. When it returns, no crash loses it.</summary>
    /// <returns>False when it was there already, whether worked off or not.</returns>
    Task<bool> AddAsync(ProviderEvent news, CancellationToken cancellation);

    /// <summary>
    /// Takes what is due, oldest first, all news about one thing together. A thing that another process has taken is left alone until that is done with it, or its
    /// lease has run out.
    /// </summary>
    /// <param name="limit">About how many things at most.</param>
    /// <param name="lease">How long they are the caller's.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<ClaimedProviderEvents>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation);

    /// <summary>They are done, and never due again.</summary>
    Task CompleteAsync(ClaimedProviderEvents claim, CancellationToken cancellation);

    /// <summary>They could not be worked off.</summary>
    /// <param name="claim">Which.</param>
    /// <param name="error">Why, for the operator; cut where it is long.</param>
    /// <param name="retryAfter">How long from now they are due again.</param>
    /// <param name="cancellation">Gives up.</param>
    Task FailAsync(ClaimedProviderEvents claim, string error, TimeSpan retryAfter, CancellationToken cancellation);
}
