namespace RelayKit.Ingress;

/// <summary>How far a stream from outside has come. The numbers are LiveKit's.</summary>
[GenerateSerializer, Alias("RelayKit.IngressStatus")]
public enum IngressStatus
{
    /// <summary>Nobody sends.</summary>
    Inactive = 0,

    /// <summary>Somebody has begun to send.</summary>
    Buffering = 1,

    /// <summary>The room receives it.</summary>
    Publishing = 2,

    /// <summary>The last stream failed.</summary>
    Error = 3,

    /// <summary>It has ended, and takes no other stream.</summary>
    Complete = 4,
}
