using System.Collections.Frozen;
using System.Collections.Immutable;
using RelayKit.Abuse;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Abuse;

/// <summary>Addresses that are not let in without a good key, as this process heard last.</summary>
internal sealed class BlockedAddresses(TimeProvider time)
{
    private FrozenDictionary<string, DateTimeOffset> _forBadKeys = FrozenDictionary<string, DateTimeOffset>.Empty;
    private FrozenDictionary<string, DateTimeOffset> _forSignUps = FrozenDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Takes over what there is now, in place of what was.</summary>
    public void Replace(ImmutableArray<BlockedAddress> blocked)
    {
        _forBadKeys = Of(blocked, AbuseRule.BadKeys);
        _forSignUps = Of(blocked, AbuseRule.SignUps);
    }

    /// <summary>Until when an address is blocked by a rule; null when it is not.</summary>
    public DateTimeOffset? Until(AddressKey address, AbuseRule rule)
    {
        var blocked = rule == AbuseRule.BadKeys ? _forBadKeys : _forSignUps;
        return blocked.Count > 0 && blocked.TryGetValue(address.ToString(), out var until) && until > time.GetUtcNow() ? until : null;
    }

    private static FrozenDictionary<string, DateTimeOffset> Of(ImmutableArray<BlockedAddress> blocked, AbuseRule rule) => blocked
        .Where(address => address.Rule == rule)
        .GroupBy(static address => address.Address, static address => address.Until)
        .ToFrozenDictionary(static address => address.Key, static address => address.Max());
}
