using RelayKit.Identifiers;

namespace RelayKit.Accounts;

/// <summary>An account's identifier; written <c>acc_…</c>. The only parser of it.</summary>
public readonly record struct AccountId(Guid Value)
{
    /// <summary>Reads <c>acc_…</c>; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AccountId id)
    {
        var parsed = PublicId.TryParse(PublicId.Account, text, out var value);
        id = new AccountId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => PublicId.Format(PublicId.Account, Value);
}
