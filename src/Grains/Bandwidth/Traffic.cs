namespace RelayKit.Bandwidth;

/// <summary>Bytes of media.</summary>
/// <param name="IncomingBytes">That LiveKit took in.</param>
/// <param name="OutgoingBytes">That it sent.</param>
public readonly record struct Traffic(long IncomingBytes, long OutgoingBytes)
{
    /// <summary>Both together.</summary>
    public static Traffic operator +(Traffic left, Traffic right) =>
        new(left.IncomingBytes + right.IncomingBytes, left.OutgoingBytes + right.OutgoingBytes);
}
