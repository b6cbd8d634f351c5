using System.Data.Common;
using RelayKit.RequestLogs;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.RequestLogs;

/// <summary>A store that keeps what it is given, and refuses as it is told to.</summary>
internal sealed class PlayedRequestLog : IRequestLogStore
{
    private readonly List<RequestLogEntry> _entries = [];

    public Exception? Fault { get; set; }

    public int Writes { get; private set; }

    public IReadOnlyList<RequestLogEntry> Entries => _entries;

    public static DbException Away => new Transient();

    public Task WriteAsync(IReadOnlyList<RequestLogEntry> entries, CancellationToken cancellation)
    {
        Writes++;
        if (Fault is not null)
        {
            throw Fault;
        }

        _entries.AddRange(entries);
        return Task.CompletedTask;
    }

    public Task<RequestLogPage> ListAsync(RequestLogQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<RequestLogEntry?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation) => throw new NotSupportedException();

    private sealed class Transient : DbException
    {
        public override bool IsTransient => true;
    }
}
