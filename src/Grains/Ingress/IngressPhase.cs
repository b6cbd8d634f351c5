namespace RelayKit.Ingress;

/// <summary>How far an ingress itself has come, whatever is sent through it.</summary>
[GenerateSerializer, Alias("RelayKit.IngressPhase")]
public enum IngressPhase
{
    /// <summary>Written down, and not yet known to be in LiveKit.</summary>
    Creating = 0,

    /// <summary>In LiveKit.</summary>
    Ready = 1,

    /// <summary>Deleted here, and perhaps still in LiveKit.</summary>
    Deleting = 2,

    /// <summary>Gone from LiveKit. The row stays for a day, to know a late word of it by.</summary>
    Gone = 3,
}
