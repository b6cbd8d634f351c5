using RelayKit.Labels;

namespace RelayKit.Usage;

/// <summary>The line of those participants of one class who have a label.</summary>
/// <param name="Label">Which label.</param>
/// <param name="Class">Which class.</param>
/// <param name="Line">Their line.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LabelLine")]
public readonly record struct LabelLine([property: Id(0)] Label Label, [property: Id(1)] ParticipantClass Class, [property: Id(2)] UsageLine Line);
