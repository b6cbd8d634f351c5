namespace RelayKit.Ingress;

/// <summary>How a stream comes in. The numbers are LiveKit's.</summary>
[GenerateSerializer, Alias("RelayKit.IngressKind")]
public enum IngressKind
{
    /// <summary>An encoder pushes RTMP.</summary>
    Rtmp = 0,

    /// <summary>A browser or an encoder pushes WebRTC (WHIP).</summary>
    Whip = 1,

    /// <summary>LiveKit pulls from an address, at once and one time.</summary>
    Url = 2,
}
