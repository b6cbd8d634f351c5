using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Rooms;

/// <summary>Asks for a room.</summary>
/// <param name="Name">1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>.</param>
/// <param name="MaxParticipants">1 to 100,000; left out, no limit.</param>
/// <param name="EmptyTimeoutSeconds">1 to 86,400; left out, LiveKit's default (300).</param>
/// <param name="DepartureTimeoutSeconds">1 to 86,400; left out, LiveKit's default (20).</param>
/// <param name="Metadata">Up to 64 KiB.</param>
internal sealed record CreateRoomRequest(
    [property: Needed("give the room a name"), RoomName] string? Name,
    [property: Between(1, 100_000)] int? MaxParticipants,
    [property: Between(1, 86_400)] int? EmptyTimeoutSeconds,
    [property: Between(1, 86_400)] int? DepartureTimeoutSeconds,
    [property: FreeText(64 * 1024)] string? Metadata);

/// <summary>Asks for a join token.</summary>
/// <param name="Identity">1 to 128 of <c>A-Z a-z 0-9 . _ : - @ +</c>.</param>
/// <param name="Name">Display name, up to 256 bytes.</param>
/// <param name="TtlSeconds">For how long it can be used to join, 1 to 86,400; left out, 600. Whoever has joined stays.</param>
/// <param name="Role"><c>host</c>, <c>participant</c> (left out, this one) or <c>viewer</c>.</param>
/// <param name="Permissions">In place of a role: each right by itself.</param>
/// <param name="Metadata">The participant's metadata, up to 64 KiB.</param>
/// <param name="Attributes">The participant's attributes, up to 64 KiB of keys and values together.</param>
internal sealed record MintTokenRequest(
    [property: Needed("say who joins"), Identity] string? Identity,
    [property: FreeText(256)] string? Name,
    [property: Between(1, 86_400)] int? TtlSeconds,
    [property: OneOf("host", "participant", "viewer")] string? Role,
    TokenPermissions? Permissions,
    [property: FreeText(64 * 1024)] string? Metadata,
    [property: KeysAndValues(64 * 1024)] Dictionary<string, string>? Attributes);

/// <summary>The rights of a join token; what is left out is not granted.</summary>
/// <param name="CanPublish">To send tracks.</param>
/// <param name="CanSubscribe">To receive tracks.</param>
/// <param name="CanPublishData">To send data messages.</param>
/// <param name="CanPublishSources">Of which sources, <c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c>; left out, all.</param>
/// <param name="CanUpdateOwnMetadata">To change the own name, metadata and attributes.</param>
/// <param name="Hidden">To be in the room unseen.</param>
/// <param name="RoomAdmin">To moderate: LiveKit's server API for this room.</param>
internal sealed record TokenPermissions(
    bool? CanPublish,
    bool? CanSubscribe,
    bool? CanPublishData,
    [property: OneOf("camera", "microphone", "screen_share", "screen_share_audio")] IReadOnlyList<string>? CanPublishSources,
    bool? CanUpdateOwnMetadata,
    bool? Hidden,
    bool? RoomAdmin);
