using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>Where exports are asked for and fetched. Every call sees one tenant's rows only.</summary>
public interface IExportStore
{
    /// <summary>Asks for an export; the same one when it is called again with its id. Null while another of the tenant's is being made.</summary>
    Task<Export?> RequestAsync(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reads one; null when the tenant has none of that id.</summary>
    Task<Export?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation);

    /// <summary>Reads some, those that were asked for last first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this one; null to begin with the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Export>> ListAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation);

    /// <summary>The archive's bytes in order, a megabyte or so at a time. A reader who is slow holds nothing of the database.</summary>
    IAsyncEnumerable<byte[]> ReadAsync(TenantId tenant, Guid id, CancellationToken cancellation);
}
