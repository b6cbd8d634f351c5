using System.Collections.Immutable;

namespace RelayKit.Notices;

/// <summary>Where notices are asked for.</summary>
public interface INoticeStore
{
    /// <summary>Keeps a notice, to be sent; the one that is there when it is called again with its id.</summary>
    Task<Notice> AddAsync(Notice notice, CancellationToken cancellation);

    /// <summary>Reads one; null when there is none of that id.</summary>
    Task<Notice?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>Notices, the newest first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this one; null to begin with the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Notice>> ListAsync(int limit, Guid? before, CancellationToken cancellation);
}
