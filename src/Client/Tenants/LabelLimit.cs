namespace RelayKit.Client;

/// <summary>What whatever carries a label may use.</summary>
public sealed record LabelLimit
{
    /// <summary>The label, as <c>name=value</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Participants with it that are connected at once; left out, no limit.</summary>
    public int? Participants { get; init; }

    /// <summary>Participant-minutes in a billing period; left out, no limit.</summary>
    public Budget? Budget { get; init; }
}
