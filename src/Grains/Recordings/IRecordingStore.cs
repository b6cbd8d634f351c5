using System.Collections.Immutable;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.Recordings;

/// <summary>Where recordings and streams are kept.</summary>
public interface IRecordingStore
{
    /// <summary>
    /// Keeps a new one, if the limits let it; whoever asks at the same moment waits, so that none is passed. It may go on no longer than the minutes that are
    /// left. One that is there already stays as it is.
    /// </summary>
    /// <param name="recording">The recording, asked for now.</param>
    /// <param name="limits">What the tenant may use of its kind.</param>
    /// <param name="periodStart">The begin of the billing period that limits of minutes and bytes count in.</param>
    /// <param name="cancellation">Gives up; it may be kept all the same.</param>
    /// <returns>The limit that is reached, with what is used of it; null when it is kept.</returns>
    Task<ReachedLimit?> AddAsync(
        Recording recording, ImmutableArray<ReachedLimit> limits, DateTimeOffset periodStart, CancellationToken cancellation);

    /// <summary>Keeps a change together with what the tenant's log gains. False when another writer was first, and nothing was kept.</summary>
    Task<bool> SaveAsync(Recording recording, ImmutableArray<EventRow> events, CancellationToken cancellation);

    /// <summary>Forgets one that LiveKit has refused.</summary>
    Task RemoveAsync(RecordingKey key, CancellationToken cancellation);

    /// <summary>One; null when there is none.</summary>
    Task<Recording?> FindAsync(RecordingKey key, CancellationToken cancellation);

    /// <summary>A page, those asked for last first.</summary>
    Task<ImmutableArray<Recording>> ListAsync(RecordingListQuery query, CancellationToken cancellation);

    /// <summary>What was recorded and streamed since the begin of a billing period, and what goes on.</summary>
    Task<RecordingUsage> ReadUsageAsync(TenantId tenant, Mode mode, DateTimeOffset periodStart, CancellationToken cancellation);

    /// <summary>Whose an egress is, whoever the tenant; null when it is nobody's that is known.</summary>
    Task<RecordingKey?> FindByEgressAsync(string egressId, CancellationToken cancellation);

    /// <summary>Whose a recording is, whoever the tenant; null when there is none.</summary>
    Task<RecordingKey?> FindOwnerAsync(Guid recording, CancellationToken cancellation);

    /// <summary>All of a cluster that have not ended, whoever the tenants.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="goneBefore">A source counts as gone when it went before this instant.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<OpenRecording>> ListOpenAsync(string cluster, DateTimeOffset goneBefore, CancellationToken cancellation);

    /// <summary>The sessions of a cluster that go on, whose rooms say that they are recorded, and of which no recording goes on or has ended well; whoever the tenants.</summary>
    Task<ImmutableArray<UnrecordedSession>> ListUnrecordedAsync(string cluster, CancellationToken cancellation);
}

/// <summary>Which page of recordings or streams.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">In which mode.</param>
/// <param name="Purpose">Recordings or streams.</param>
/// <param name="Room">Only of this room; null for all.</param>
/// <param name="Session">Only of this session; null for all.</param>
/// <param name="Status">Only in this status; null for all.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only those before this id; null to begin.</param>
public sealed record RecordingListQuery(
    TenantId Tenant, Mode Mode, RecordingPurpose Purpose, string? Room, Guid? Session, RecordingStatus? Status, int Limit, Guid? Before);

/// <summary>One that has not ended.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="IsSourceGone">Whether its session has ended, or its recorder has left the room, by the ledger.</param>
public sealed record OpenRecording(Recording Recording, bool IsSourceGone);
