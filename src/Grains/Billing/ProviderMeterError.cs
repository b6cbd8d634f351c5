namespace RelayKit.Billing;

/// <summary>An event of a meter that the provider could not count.</summary>
/// <param name="Identifier">Which; null when the provider does not say.</param>
/// <param name="Code">The provider's reason, such as <c>timestamp_too_far_in_past</c>.</param>
/// <param name="Message">The provider's words.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ProviderMeterError")]
public sealed record ProviderMeterError(
    [property: Id(0)] string? Identifier, [property: Id(1)] string Code, [property: Id(2)] string Message);
