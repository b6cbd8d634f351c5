namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>The egress workers beside the server: what of their configuration the simulator knows.</summary>
public sealed record EgressWorkerOptions
{
    /// <summary>Cores of all workers together; a start that would use more than 80 % of them finds no worker.</summary>
    public double Cores { get; init; } = 1000;

    /// <summary>How long the server waits for a worker that does not answer.</summary>
    public TimeSpan AnswerPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a worker waits for the participant or the tracks that it was sent for.</summary>
    public TimeSpan SourcePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where files go when the storage that the request names fails (LiveKit's <c>backup</c>); null for nowhere.</summary>
    public EgressBackupStorage? Backup { get; init; }
}
