namespace RelayKit.Usage;

/// <summary>The line of one class of participants within a session.</summary>
/// <param name="Class">Which class.</param>
/// <param name="Line">Its line.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ClassLine")]
public readonly record struct ClassLine([property: Id(0)] ParticipantClass Class, [property: Id(1)] UsageLine Line);
