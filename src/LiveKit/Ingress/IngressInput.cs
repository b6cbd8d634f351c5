namespace RelayKit.LiveKit;

/// <summary>How a stream comes in.</summary>
public enum IngressInput
{
    /// <summary>An encoder pushes RTMP.</summary>
    Rtmp = 0,

    /// <summary>A browser or an encoder pushes WebRTC (WHIP, RFC 9725).</summary>
    Whip = 1,

    /// <summary>LiveKit pulls from an address: HTTP, HTTPS or SRT. Begins at once and is not reusable.</summary>
    Url = 2,
}
