namespace RelayKit.Accounts;

/// <summary>What an account may do in its tenant.</summary>
public enum AccountRole
{
    /// <summary>Everything, the accounts included. A tenant has at least one.</summary>
    Owner = 0,

    /// <summary>All of the product: rooms, keys, webhooks, logs. Neither accounts nor money.</summary>
    Developer = 1,

    /// <summary>Money and usage.</summary>
    Billing = 2,

    /// <summary>Looks, and changes nothing.</summary>
    ReadOnly = 3,
}
