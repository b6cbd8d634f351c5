using System.Net;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>A key's record with what every request by it has in common, so that none makes it anew.</summary>
/// <param name="record">What is kept of the key.</param>
internal sealed class KnownKey(ApiKey record)
{
    private readonly AddressRange[] _ranges = AddressRange.ParseAll(record.AllowedIps);
    private long _dueTicks = record.LastUse is { } last ? (last.At + ApiKeyUse.Grain).UtcTicks : 0;

    public ApiKey Record => record;

    /// <summary>Whose requests those are that come with it.</summary>
    public CurrentTenant Current { get; } = new(record.Tenant, record.Mode, new Caller.Key(record.Id), record.Scopes) { Key = record };

    /// <summary>Whether its time is over, or that of the secret by which it was looked up.</summary>
    public bool HasEnded(DateTimeOffset now) => record.ExpiresAt <= now || record.SecretEndsAt <= now;

    /// <summary>Whether it may be used from an address; where that is not known, only if it may be from anywhere.</summary>
    public bool MayComeFrom(IPAddress? address)
    {
        if (record.AllowedIps.IsEmpty)
        {
            return true;
        }

        if (address is not null)
        {
            foreach (var range in _ranges)
            {
                if (range.Contains(address))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a use is to be written down. Says so once, to one of those that ask at the same time.</summary>
    public bool IsUseDue(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _dueTicks);
        return now.UtcTicks >= due && Interlocked.CompareExchange(ref _dueTicks, (now + ApiKeyUse.Grain).UtcTicks, due) == due;
    }
}
