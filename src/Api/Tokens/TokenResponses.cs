using RelayKit.Api.Problems;

namespace RelayKit.Api.Tokens;

/// <summary>A join token and where to use it.</summary>
/// <param name="Token">A LiveKit access token.</param>
/// <param name="Url">LiveKit's address, for any LiveKit SDK.</param>
/// <param name="Room">The room that it leads into.</param>
/// <param name="Identity">Who joins with it.</param>
/// <param name="ExpiresAt">Until when it opens a connection. Whoever has joined stays.</param>
internal sealed record TokenResponse(string Token, string Url, string Room, string Identity, DateTimeOffset ExpiresAt);

/// <summary>Join tokens, in the order in which they were asked for.</summary>
/// <param name="Data">The tokens.</param>
internal sealed record TokensResponse(IReadOnlyList<TokenResponse> Data);

/// <summary>What would come of minting a token.</summary>
/// <param name="Allowed">Whether it would be minted now.</param>
/// <param name="Code">The code that it would be refused with; null when it would be minted.</param>
/// <param name="Detail">Why it would be refused; null when it would be minted.</param>
/// <param name="DecidedBy">The limit that would refuse it; null where none would.</param>
/// <param name="Effective">What the token would be.</param>
internal sealed record TokenDryRunResponse(bool Allowed, string? Code, string? Detail, LimitDetail? DecidedBy, EffectiveTokenResponse? Effective);

/// <summary>What a token would be.</summary>
/// <param name="Room">The room that it would lead into.</param>
/// <param name="LivekitName">The name that LiveKit knows it by.</param>
/// <param name="Identity">Who would join with it.</param>
/// <param name="TtlSeconds">For how long it could be used to join; the room's <c>expires_at</c> may shorten it.</param>
/// <param name="Permissions">What it would grant.</param>
/// <param name="Labels">By which the participant's usage would be added up: the room's and the token's.</param>
internal sealed record EffectiveTokenResponse(
    string Room, string LivekitName, string Identity, long TtlSeconds, GrantsResponse Permissions, IReadOnlyDictionary<string, string> Labels);

/// <summary>What a participant may do in its room.</summary>
/// <param name="CanPublish">To send tracks.</param>
/// <param name="CanSubscribe">To receive tracks.</param>
/// <param name="CanPublishData">To send data messages.</param>
/// <param name="CanPublishSources">Of which sources; empty for all.</param>
/// <param name="CanUpdateOwnMetadata">To change the own name, metadata and attributes.</param>
/// <param name="Hidden">To be in the room unseen.</param>
/// <param name="RoomAdmin">To moderate by LiveKit's server API. LiveKit does not tell it of somebody who is connected.</param>
internal sealed record GrantsResponse(
    bool CanPublish,
    bool CanSubscribe,
    bool CanPublishData,
    IReadOnlyList<string> CanPublishSources,
    bool CanUpdateOwnMetadata,
    bool Hidden,
    bool RoomAdmin);
