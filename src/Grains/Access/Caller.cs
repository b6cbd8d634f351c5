namespace RelayKit.Access;

/// <summary>Who acts for a tenant: one of its API keys, or one of its accounts.</summary>
public abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>An API key.</summary>
    /// <param name="Id">Its record's id, <c>key_…</c> outside.</param>
    public sealed record Key(Guid Id) : Caller;

    /// <summary>Somebody who is signed in.</summary>
    /// <param name="Id">The account's id, <c>acc_…</c> outside.</param>
    public sealed record Account(Guid Id) : Caller;
}
