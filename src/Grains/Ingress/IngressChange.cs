namespace RelayKit.Ingress;

/// <summary>What is to change of an ingress; null leaves it as it is.</summary>
/// <param name="Room">The room that it leads to.</param>
/// <param name="Identity">Who the stream is in the room.</param>
/// <param name="Name">The name that it is shown under.</param>
/// <param name="EnableTranscoding">Whether LiveKit encodes the stream anew.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.IngressChange")]
public sealed record IngressChange(
    [property: Id(0)] string? Room,
    [property: Id(1)] string? Identity,
    [property: Id(2)] string? Name,
    [property: Id(3)] bool? EnableTranscoding)
{
    /// <summary>The row with the change; equal to the old one when there is none.</summary>
    public IngressRecord Of(IngressRecord row) => row with
    {
        Room = Room ?? row.Room,
        Identity = Identity ?? row.Identity,
        Name = Name ?? row.Name,
        EnableTranscoding = EnableTranscoding ?? row.EnableTranscoding,
    };
}
