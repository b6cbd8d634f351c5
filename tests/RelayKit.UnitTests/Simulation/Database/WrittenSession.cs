using RelayKit.Tenants;

namespace RelayKit.UnitTests.Simulation.Database;

/// <summary>A session of which a commit has changed something that its tenant's meter counts.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Session">Which.</param>
/// <param name="MovedEndLater">Whether what the ledger knows of it has become less, as lines see it: an end was taken back, or moved to a later instant.</param>
/// <param name="HadTwoWriters">Whether two may write it at once.</param>
internal readonly record struct WrittenSession(TenantId Tenant, Guid Session, bool MovedEndLater, bool HadTwoWriters);
