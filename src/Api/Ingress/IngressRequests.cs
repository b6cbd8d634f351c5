using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Ingress;

/// <summary>Asks for an ingress. Its text does not show the address.</summary>
/// <param name="Room">The room that it leads to.</param>
/// <param name="Kind"><c>rtmp</c> and <c>whip</c> wait for a sender, as often as one comes; <c>url</c> pulls from an address, at once and one time.</param>
/// <param name="Identity">Who the stream is in the room: 1 to 128 of <c>A-Z a-z 0-9 . _ : - @ +</c>.</param>
/// <param name="Name">The name that it is shown under, 1 to 100 characters.</param>
/// <param name="SourceUrl">Of <c>url</c>, the address: http, https or srt, up to 2,048 characters, with a host on the public internet. It may carry credentials; they go to LiveKit and are kept nowhere else.</param>
/// <param name="EnableTranscoding">Whether LiveKit encodes the stream anew, in several sizes. Left out, true, but for <c>whip</c> false; only <c>whip</c> takes false.</param>
internal sealed record CreateIngressRequest(
    [property: Needed("say which room it leads to"), RoomName] string? Room,
    [property: Needed("rtmp, whip or url"), OneOf("rtmp", "whip", "url")] string? Kind,
    [property: Needed("say who the stream is in the room"), Identity] string? Identity,
    [property: Title(100)] string? Name,
    [property: Title(2048)] string? SourceUrl,
    bool? EnableTranscoding)
{
    public override string ToString() => nameof(CreateIngressRequest);
}

/// <summary>Changes some of an ingress: what is left out stays. A stream that comes in stays where it is; the next one goes by the change.</summary>
/// <param name="Room">The room that it leads to.</param>
/// <param name="Identity">Who the stream is in the room.</param>
/// <param name="Name">The name that it is shown under, 1 to 100 characters.</param>
/// <param name="EnableTranscoding">Whether LiveKit encodes the stream anew; only <c>whip</c> takes false.</param>
internal sealed record UpdateIngressRequest(
    [property: RoomName] string? Room,
    [property: Identity] string? Identity,
    [property: Title(100)] string? Name,
    bool? EnableTranscoding);
