using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>Leaves it at the tenant's event log, and at a line for the operator: there is nobody yet to write to.</summary>
internal sealed partial class LoggedLeakNotices(ILogger<LoggedLeakNotices> logger) : ILeakNotices
{
    public Task TellAsync(ApiKey key, string? foundAt, CancellationToken cancellation)
    {
        LogLeaked(PublicId.Format(PublicId.ApiKey, key.Id), key.Tenant.ToString());
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "The API key {Key} of {Tenant} was reported as leaked and is revoked")]
    private partial void LogLeaked(string key, string tenant);
}
