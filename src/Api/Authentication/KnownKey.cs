using RelayKit.Access;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>A key's record with what every request by it has in common, so that none makes it anew.</summary>
/// <param name="record">What is kept of the key.</param>
internal sealed class KnownKey(ApiKey record)
{
    public ApiKey Record => record;

    /// <summary>Whose requests those are that come with it.</summary>
    public CurrentTenant Current { get; } = new(record.Tenant, record.Mode, new Caller.Key(record.Id), record.Scopes);
}
