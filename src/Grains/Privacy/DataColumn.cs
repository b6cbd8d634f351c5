namespace RelayKit.Privacy;

/// <summary>A column with tenants' data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
public sealed record DataColumn(string Name, DataKind Kind)
{
    /// <summary>Of whom it tells; for what is not <see cref="DataKind.Personal"/>, whose it is.</summary>
    public DataSubject Whose { get; init; } = DataSubject.Tenant;

    /// <summary>What becomes of it when the end user of its row is erased.</summary>
    public EndUserErasing OnEndUserErasure { get; init; } = EndUserErasing.Keep;
}

/// <summary>Of whom data tell.</summary>
public enum DataSubject
{
    /// <summary>The tenant as an organisation.</summary>
    Tenant,

    /// <summary>The people who have accounts with the tenant.</summary>
    Account,

    /// <summary>The end users of the tenant's apps.</summary>
    EndUser,
}

/// <summary>What becomes of a column when the end user of its row is erased, and the row stays for the sake of its figures.</summary>
public enum EndUserErasing
{
    /// <summary>It tells nothing of the person.</summary>
    Keep,

    /// <summary>A pseudonym that leads back to nobody, the same in all rows of one erasure.</summary>
    Pseudonym,

    /// <summary>Empty text.</summary>
    Empty,

    /// <summary>Inside a JSON text the person's fields are replaced.</summary>
    WithinJson,
}
