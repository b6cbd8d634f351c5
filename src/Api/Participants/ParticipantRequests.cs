using RelayKit.Api.Requests.Rules;
using RelayKit.Api.Tokens;

namespace RelayKit.Api.Participants;

/// <summary>Changes somebody who is connected; what is left out stays.</summary>
/// <param name="Name">New display name, 1 to 256 bytes. LiveKit cannot clear a name.</param>
/// <param name="Metadata">New metadata, up to 64 KiB. LiveKit cannot clear metadata.</param>
/// <param name="Attributes">Attributes to set, up to 64 KiB; an empty value deletes its key, keys not named stay.</param>
/// <param name="Role">New rights by a role, in place of all the old ones; tracks that they no longer allow are unpublished.</param>
/// <param name="Permissions">New rights one by one, in place of all the old ones.</param>
internal sealed record UpdateParticipantRequest(
    [property: FreeText(256)] string? Name,
    [property: FreeText(64 * 1024)] string? Metadata,
    [property: KeysAndValues(64 * 1024)] Dictionary<string, string>? Attributes,
    [property: RoleName] string? Role,
    GrantsRequest? Permissions);

/// <summary>Asks to remove somebody.</summary>
/// <param name="Reason">A code of the tenant's own for why, 1 to 64 of <c>a-z 0-9 _ -</c>; in the event <c>participant.removed</c>.</param>
/// <param name="Message">Words for why, up to 1,000 characters; in the event as well.</param>
/// <param name="BanSeconds">For how long to keep the identity out of the room, 1 to 31,536,000 (a year); left out, not at all.</param>
internal sealed record RemoveParticipantRequest(
    [property: RoleName] string? Reason,
    [property: Title(1000)] string? Message,
    [property: Between(1, 31_536_000)] int? BanSeconds);

/// <summary>Asks to mute tracks of one participant.</summary>
/// <param name="TrackSid">LiveKit's sid of the track; left out, all tracks of the sources.</param>
/// <param name="Sources">Of which sources; left out, all.</param>
/// <param name="Muted"><c>false</c> to unmute, where the LiveKit server allows it; left out, <c>true</c>.</param>
internal sealed record MuteParticipantRequest(
    [property: Title(256)] string? TrackSid,
    [property: OneOf("camera", "microphone", "screen_share", "screen_share_audio"), Items(1, 4)] IReadOnlyList<string>? Sources,
    bool? Muted);

/// <summary>Asks to mute tracks of everybody in a room, or of all but some.</summary>
/// <param name="Except">The identities to leave as they are, up to 1,000.</param>
/// <param name="Sources">Of which sources; left out, microphones.</param>
/// <param name="Muted"><c>false</c> to unmute, where the LiveKit server allows it; left out, <c>true</c>.</param>
internal sealed record MuteRoomRequest(
    [property: Items(0, 1000)] IReadOnlyList<string>? Except,
    [property: OneOf("camera", "microphone", "screen_share", "screen_share_audio"), Items(1, 4)] IReadOnlyList<string>? Sources,
    bool? Muted);

/// <summary>Asks to move somebody to another room, or to let it be in another room as well.</summary>
/// <param name="DestinationRoom">The other room, one of the tenant's own.</param>
internal sealed record MoveParticipantRequest([property: Needed("name the other room"), RoomName] string? DestinationRoom);

/// <summary>Asks to send a message to the apps in a room. Nothing of it is stored or logged.</summary>
/// <param name="Text">The message as text, up to 15 KiB; give this or <c>base64</c>.</param>
/// <param name="Base64">The message as bytes in base64; give this or <c>text</c>.</param>
/// <param name="Topic">What the apps sort messages by, up to 256 characters.</param>
/// <param name="Identities">Who gets it, up to 1,000; left out, everybody.</param>
/// <param name="Reliable">Whether what is lost is sent again; left out, it is. What is not may be at most 1,300 bytes.</param>
internal sealed record SendDataRequest(
    string? Text,
    string? Base64,
    [property: Title(256)] string? Topic,
    [property: Items(0, 1000)] IReadOnlyList<string>? Identities,
    bool? Reliable);
