using System.Collections.Immutable;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Reconciliation;

/// <summary>What reconciliation reads of the ledger, whoever the tenants are.</summary>
public interface IReconciliationStore
{
    /// <summary>The sessions that go on in a LiveKit cluster, by the ledger.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="only">Of this tenant only; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<OpenSession>> ListOpenSessionsAsync(string cluster, TenantId? only, CancellationToken cancellation);
}

/// <summary>A session that goes on, by the ledger.</summary>
/// <param name="Room">Whose.</param>
/// <param name="Sid">LiveKit's room sid.</param>
/// <param name="Participants">How many are connected, agents and recorders not counted: as LiveKit counts.</param>
/// <param name="IsUncertain">
/// Whether its count does not say enough: an earlier look has missed it, or somebody in it, or an agent or a recorder is connected, whom
/// LiveKit does not count.
/// </param>
public sealed record OpenSession(RoomKey Room, string Sid, int Participants, bool IsUncertain);
