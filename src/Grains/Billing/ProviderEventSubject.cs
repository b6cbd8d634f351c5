namespace RelayKit.Billing;

/// <summary>What a provider's news is about: it decides what is fetched. The numbers are stored.</summary>
public enum ProviderEventSubject
{
    /// <summary>A subscription.</summary>
    Subscription = 1,

    /// <summary>An invoice.</summary>
    Invoice = 2,

    /// <summary>A customer that is no more; there is nothing to fetch.</summary>
    DeletedCustomer = 3,

    /// <summary>Events of a meter that could not be counted; what is fetched is the news itself.</summary>
    MeterErrors = 4,
}
