using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>Sees to what follows from how a tenant stands.</summary>
public interface IDunning
{
    /// <summary>Sees to one tenant at once; what cannot be done now is done at one of the next beats.</summary>
    Task RunAsync(TenantId tenant, CancellationToken cancellation);
}
