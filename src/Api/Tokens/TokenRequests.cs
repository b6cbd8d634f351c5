using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Tokens;

/// <summary>Asks for a join token.</summary>
/// <param name="Identity">Who joins: 1 to 128 of <c>A-Z a-z 0-9 . _ : - @ +</c>. Take an opaque id rather than an e-mail address.</param>
/// <param name="Name">Display name, up to 256 bytes.</param>
/// <param name="TtlSeconds">For how long it can be used to join, 1 to 86,400; left out, 600. Whoever has joined stays.</param>
/// <param name="Role"><c>host</c>, <c>participant</c> (left out, this one), <c>viewer</c>, or a role of the tenant's own.</param>
/// <param name="Permissions">In place of a role: each right by itself.</param>
/// <param name="Metadata">The participant's metadata, up to 64 KiB.</param>
/// <param name="Attributes">The participant's attributes, up to 64 KiB of keys and values together. Keys that begin with <c>rk.</c> are RelayKit's.</param>
/// <param name="Labels">By which the participant's usage is added up, besides the room's; of one name the token's holds. Nobody in the room can read them.</param>
internal sealed record MintTokenRequest(
    [property: Needed("say who joins"), Identity] string? Identity,
    [property: FreeText(256)] string? Name,
    [property: Between(1, 86_400)] int? TtlSeconds,
    [property: RoleName] string? Role,
    GrantsRequest? Permissions,
    [property: FreeText(64 * 1024)] string? Metadata,
    [property: KeysAndValues(64 * 1024)] Dictionary<string, string>? Attributes,
    [property: Labels] Dictionary<string, string>? Labels);

/// <summary>Asks for join tokens of up to 100 identities in one room. All are minted, or none.</summary>
/// <param name="Tokens">What each is to be, as in <c>POST /v1/rooms/{room}/tokens</c>.</param>
internal sealed record MintTokensRequest(
    [property: Needed("give 1 to 100 tokens"), Items(1, 100)] IReadOnlyList<MintTokenRequest>? Tokens);

/// <summary>What a participant may do in its room; what is left out is not granted.</summary>
/// <param name="CanPublish">To send tracks.</param>
/// <param name="CanSubscribe">To receive tracks.</param>
/// <param name="CanPublishData">To send data messages.</param>
/// <param name="CanPublishSources">Of which sources, <c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c>; left out, all.</param>
/// <param name="CanUpdateOwnMetadata">To change the own name, metadata and attributes.</param>
/// <param name="Hidden">To be in the room unseen.</param>
/// <param name="RoomAdmin">To moderate by LiveKit's server API, in this room. Only a join token can grant it.</param>
internal sealed record GrantsRequest(
    bool? CanPublish,
    bool? CanSubscribe,
    bool? CanPublishData,
    [property: OneOf("camera", "microphone", "screen_share", "screen_share_audio"), Items(0, 4)] IReadOnlyList<string>? CanPublishSources,
    bool? CanUpdateOwnMetadata,
    bool? Hidden,
    bool? RoomAdmin);
