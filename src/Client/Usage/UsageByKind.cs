namespace RelayKit.Client;

/// <summary>Connected milliseconds by kind of participant.</summary>
public sealed record UsageByKind
{
    /// <summary>People's apps.</summary>
    public long Standard { get; init; }

    /// <summary>Telephones.</summary>
    public long Sip { get; init; }

    /// <summary>Streams that are fed in.</summary>
    public long Ingress { get; init; }

    /// <summary>Recorders; metered and not billed.</summary>
    public long Egress { get; init; }

    /// <summary>Agents; metered and not billed.</summary>
    public long Agent { get; init; }
}
