namespace RelayKit.Labels;

/// <summary>How many have a label now.</summary>
/// <param name="Label">The label: one that the tenant limits.</param>
/// <param name="Participants">Participants with it that are connected, agents and recorders not counted.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LabelStanding")]
public sealed record LabelStanding([property: Id(0)] Label Label, [property: Id(1)] long Participants);
