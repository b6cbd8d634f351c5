using System.Collections.Immutable;

namespace RelayKit.Rooms;

/// <summary>Who was removed from a room and is kept out of it: open-source LiveKit revokes no token.</summary>
internal sealed class RoomBans
{
    private Dictionary<string, RoomBan>? _bans;

    /// <summary>Whether there are any, in force or no longer.</summary>
    public bool Any => _bans is { Count: > 0 };

    /// <summary>Those in force at an instant, the ones that last longest first.</summary>
    public ImmutableArray<RoomBan> At(DateTimeOffset now) => _bans is null
        ? []
        : [.. _bans.Values.Where(ban => ban.Until > now).OrderByDescending(static ban => ban.Until).ThenBy(static ban => ban.Identity, StringComparer.Ordinal)];

    /// <summary>Until when an identity is kept out; null when it is not.</summary>
    public DateTimeOffset? UntilOf(string identity, DateTimeOffset now) =>
        _bans is not null && _bans.TryGetValue(identity, out var ban) && ban.Until > now ? ban.Until : null;

    public void Set(RoomBan ban) => (_bans ??= new(StringComparer.Ordinal))[ban.Identity] = ban;

    public bool Remove(string identity) => _bans?.Remove(identity) ?? false;

    public void Clear() => _bans = null;
}

/// <summary>An identity that is kept out of a room.</summary>
/// <param name="Identity">Who.</param>
/// <param name="Since">When it was removed.</param>
/// <param name="Until">Until when it is kept out.</param>
/// <param name="Reason">The tenant's code for why; null for none.</param>
/// <param name="Message">The tenant's words for why; null for none.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomBan")]
public sealed record RoomBan(
    [property: Id(0)] string Identity,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset Until,
    [property: Id(3)] string? Reason,
    [property: Id(4)] string? Message);
