namespace RelayKit.Billing;

/// <summary>A provider's account of events that it could not count.</summary>
/// <param name="MeterId">The provider's id of the meter; null when no meter has events of that name.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Samples">Some of them.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ProviderMeterErrors")]
public sealed record ProviderMeterErrors(
    [property: Id(0)] string? MeterId, [property: Id(1)] long Count, [property: Id(2)] IReadOnlyList<ProviderMeterError> Samples);
